package org.dddblocks.eventstore;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.dddblocks.core.CodeFingerprint;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.persistence.spi.StoreWork;

/** The rows of the snapshot table. */
final class SnapshotTable implements SnapshotStore {
    private static final List<String> COLUMNS =
            List.of("stream_type", "stream_id", "fingerprint", "version", "occurred_at", "taken_at", "payload");

    private final Database database;
    private final Transactions transactions;
    private final PayloadCodec codec;
    private final String table;
    private final String newest;
    private final String versions;
    private final String lock;
    private final String due;

    SnapshotTable(Database database, PayloadCodec codec) {
        this.database = database;
        this.transactions = database.transactions();
        this.codec = codec;
        table = database.table("snapshot");
        String one = " where stream_type = ? and stream_id = ?";
        newest = "select fingerprint, version, occurred_at, payload from " + table + one
                + " and version <= ? order by case when fingerprint = ? then 0 else 1 end, version desc limit 1";
        versions = "select version from " + table + one + " and fingerprint = ? and version <= ? order by version desc";
        String stream = database.table("stream");
        lock = "select version from " + stream + one + " for update";
        due = "select s.stream_id from " + stream + " s where s.stream_type = ? and s.stream_id > ? and s.version > 0"
                + " and not exists (select 1 from " + table + " t where t.stream_type = s.stream_type"
                + " and t.stream_id = s.stream_id and t.fingerprint = ? and (t.version >= s.version or t.taken_at > ?))"
                + " order by s.stream_id limit ?";
    }

    @Override
    public Optional<StoredSnapshot> newest(StreamId stream, String fingerprint, long toVersion) {
        return StoreWork.join(
                transactions,
                () -> Jdbc.first(
                        transactions.connection(),
                        row -> new StoredSnapshot(
                                stream,
                                row.getString(1),
                                row.getLong(2),
                                requireNonNull(Jdbc.instant(row, 3)),
                                row.getString(4)),
                        newest,
                        stream.type(),
                        stream.id(),
                        toVersion,
                        fingerprint));
    }

    /**
     * The stream's row is locked before anything is written, as whoever appends to the stream or deletes it does: in
     * another order he could wait for a snapshot's rows while the snapshot waits for him, and his command fail.
     */
    @Override
    public boolean save(StoredSnapshot snapshot, int keep, Duration otherCode) {
        return StoreWork.join(transactions, () -> {
            Connection connection = transactions.connection();
            StreamId stream = snapshot.stream();
            long version = Jdbc.first(connection, row -> row.getLong(1), lock, stream.type(), stream.id())
                    .orElse(0L);
            if (version < snapshot.version()) {
                return false;
            }
            Instant now = database.now();
            database.dialect()
                    .insertIfAbsent(
                            connection,
                            table,
                            COLUMNS,
                            stream.type(),
                            stream.id(),
                            snapshot.fingerprint(),
                            snapshot.version(),
                            snapshot.occurredAt(),
                            now,
                            snapshot.payload());
            prune(connection, snapshot, version, keep, now.minus(otherCode));
            return true;
        });
    }

    /** Those newer than their stream are of a history that is lost: once the stream came there they would seem to fit. */
    private void prune(Connection connection, StoredSnapshot snapshot, long newest, int keep, Instant before) {
        StreamId stream = snapshot.stream();
        List<Long> kept = Jdbc.query(
                connection,
                row -> row.getLong(1),
                versions,
                stream.type(),
                stream.id(),
                snapshot.fingerprint(),
                newest);
        long oldest = kept.size() > keep ? kept.get(keep - 1) : 0;
        String one = "delete from " + table + " where stream_type = ? and stream_id = ? and fingerprint ";
        Jdbc.update(
                connection,
                one + "= ? and (version < ? or version > ?)",
                stream.type(),
                stream.id(),
                snapshot.fingerprint(),
                oldest,
                newest);
        Jdbc.update(
                connection, one + "<> ? and taken_at < ?", stream.type(), stream.id(), snapshot.fingerprint(), before);
    }

    @Override
    public void remove(StoredSnapshot snapshot) {
        StreamId stream = snapshot.stream();
        StoreWork.join(
                transactions,
                () -> Jdbc.update(
                        transactions.connection(),
                        "delete from " + table
                                + " where stream_type = ? and stream_id = ? and fingerprint = ? and version = ?",
                        stream.type(),
                        stream.id(),
                        snapshot.fingerprint(),
                        snapshot.version()));
    }

    @Override
    public void removeAll(StreamId stream) {
        StoreWork.join(
                transactions,
                () -> Jdbc.update(
                        transactions.connection(),
                        "delete from " + table + " where stream_type = ? and stream_id = ?",
                        stream.type(),
                        stream.id()));
    }

    @Override
    public List<StreamId> due(String type, String fingerprint, Duration age, String afterId, int limit) {
        return StoreWork.join(
                transactions,
                () -> Jdbc.query(
                        transactions.connection(),
                        row -> new StreamId(type, row.getString(1)),
                        due,
                        type,
                        afterId,
                        fingerprint,
                        database.now().minus(age),
                        limit));
    }

    @Override
    public PayloadCodec codec(Class<?> record, String name, int version) {
        return codec.only(record, name, version);
    }

    @Override
    public void addTo(CodeFingerprint print, Collection<? extends Class<?>> events) {
        codec.addTo(print, events);
    }
}
