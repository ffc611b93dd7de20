package org.dddblocks.eventstore;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.persistence.spi.StoreWork;
import org.jspecify.annotations.Nullable;

/**
 * Reads streams in pages by version, which every driver keeps small, inside a transaction or not; never a whole stream at a
 * time.
 */
final class StreamReader implements StreamLoader {
    private final Transactions transactions;
    private final PayloadCodec codec;
    private final UncommittedAppends uncommitted;
    private final StreamTable streams;
    private final StreamSql sql;

    StreamReader(Database database, PayloadCodec codec) {
        this.transactions = database.transactions();
        this.codec = codec;
        this.uncommitted = new UncommittedAppends(database, codec);
        this.streams = new StreamTable(database);
        this.sql = new StreamSql(database);
    }

    @Override
    public Beginning begin(StreamId stream, @Nullable String fingerprint, long snapshotsTo, long toVersion) {
        return StoreWork.join(transactions, () -> {
            Found found = new Found(stream, codec);
            if (fingerprint == null) {
                find(found, sql.beginWithout, stream, 0L, toVersion);
            } else {
                find(found, sql.begin, stream, fingerprint, snapshotsTo, toVersion);
            }
            if (found.version == 0) {
                refuseDeleted(stream);
            }
            boolean whole = found.rows.size() < PageSize.FIRST
                    && uncommitted.of(stream, 0).isEmpty();
            return new Beginning(found.version, found.snapshot, found.rows, whole);
        });
    }

    private void find(Found found, String query, StreamId of, long afterVersion, long toVersion) {
        Connection connection = transactions.connection();
        Jdbc.query(
                connection,
                found::add,
                query,
                of.type(),
                of.id(),
                of.type(),
                of.id(),
                afterVersion,
                toVersion,
                PageSize.FIRST);
    }

    private void find(Found found, String query, StreamId of, String print, long snapshotsTo, long toVersion) {
        Jdbc.query(
                transactions.connection(),
                found::add,
                query,
                of.type(),
                of.id(),
                of.type(),
                of.id(),
                snapshotsTo,
                print,
                of.type(),
                of.id(),
                of.type(),
                of.id(),
                print,
                snapshotsTo,
                toVersion,
                PageSize.FIRST);
    }

    @Override
    public RuntimeException vanished(StreamId stream, long last, long version) {
        StoreWork.join(transactions, () -> {
            refuseDeleted(stream);
            return stream;
        });
        return StreamLoader.super.vanished(stream, last, version);
    }

    @Override
    public long replay(StreamId stream, long afterVersion, long toVersion, EventSink sink) {
        return StoreWork.join(transactions, () -> {
            long last = afterVersion;
            PageSize size = new PageSize();
            for (List<ReplayRow> page = page(stream, last, toVersion, size);
                    !page.isEmpty();
                    page = page(stream, last, toVersion, size)) {
                for (ReplayRow row : page) {
                    row.to(sink);
                    last = row.version();
                }
            }
            for (EventEnvelope<DomainEvent> own : uncommitted.of(stream, last)) {
                if (own.version() <= toVersion) {
                    sink.stored(own.version(), own.occurredAt(), List.of(own.event()));
                    last = own.version();
                }
            }
            return last;
        });
    }

    private List<ReplayRow> page(StreamId stream, long afterVersion, long toVersion, PageSize size) {
        List<ReplayRow> rows = Jdbc.query(
                transactions.connection(),
                row -> ReplayRow.of(stream, codec, row, 1),
                sql.page,
                stream.type(),
                stream.id(),
                afterVersion,
                toVersion,
                size.rows());
        long characters = 0;
        for (ReplayRow row : rows) {
            characters += row.payload().length();
        }
        size.saw(rows.size(), characters);
        return rows;
    }

    /**
     * Hands on events with all that is known of them.
     *
     * @return the version of the last stored event; {@code afterVersion} if there are none
     */
    long envelopes(StreamId stream, long afterVersion, Consumer<? super EventEnvelope<DomainEvent>> reader) {
        return StoreWork.join(transactions, () -> {
            long last = afterVersion;
            PageSize size = new PageSize();
            for (List<StoredEvent> page = envelopePage(stream, last, size);
                    !page.isEmpty();
                    page = envelopePage(stream, last, size)) {
                for (StoredEvent stored : page) {
                    stored.envelopes(codec).forEach(reader);
                    last = stored.version();
                }
            }
            for (EventEnvelope<DomainEvent> own : uncommitted.of(stream, last)) {
                reader.accept(own);
                last = own.version();
            }
            if (last == 0) {
                refuseDeleted(stream);
            }
            return last;
        });
    }

    private List<StoredEvent> envelopePage(StreamId stream, long afterVersion, PageSize size) {
        List<StoredEvent> rows = Jdbc.query(
                transactions.connection(),
                StoredEvent::of,
                sql.envelopes,
                stream.type(),
                stream.id(),
                afterVersion,
                size.rows());
        long characters = 0;
        for (StoredEvent row : rows) {
            characters += row.payload().length();
        }
        size.saw(rows.size(), characters);
        return rows;
    }

    private void refuseDeleted(StreamId stream) {
        streams.version(transactions.connection(), stream);
    }

    /** A retry that begins with this cannot lose a second time. */
    void lock(StreamId stream) {
        try {
            Jdbc.query(transactions.connection(), row -> true, sql.version + " for update", stream.type(), stream.id());
        } catch (PersistenceException e) {
            throw Races.conflict(stream, 0, e);
        }
    }

    /** The version a stream had at an instant of business time: the last before the first event that occurred later. */
    long versionAt(StreamId stream, Instant instant) {
        return StoreWork.join(transactions, () -> {
            Long later = Jdbc.query(
                            transactions.connection(),
                            row -> row.getLong(1),
                            sql.firstLater,
                            stream.type(),
                            stream.id(),
                            stream.type(),
                            stream.id(),
                            instant,
                            stream.type(),
                            stream.id(),
                            instant)
                    .get(0);
            return later == 0 ? last(stream, instant) : later - 1;
        });
    }

    private long last(StreamId stream, Instant instant) {
        List<EventEnvelope<DomainEvent>> own = uncommitted.of(stream, 0);
        for (EventEnvelope<DomainEvent> event : own) {
            if (event.occurredAt().isAfter(instant)) {
                return event.version() - 1;
            }
        }
        long version = Jdbc.first(
                        transactions.connection(), row -> row.getLong(1), sql.version, stream.type(), stream.id())
                .orElse(0L);
        if (version == 0) {
            refuseDeleted(stream);
        }
        return version;
    }

    /** What one query found: the stream's row, at most one snapshot, the first events. */
    private static final class Found {
        private final StreamId stream;
        private final PayloadCodec codec;
        private final List<ReplayRow> rows = new ArrayList<>();
        private @Nullable StoredSnapshot snapshot;
        private long version;

        Found(StreamId stream, PayloadCodec codec) {
            this.stream = stream;
            this.codec = codec;
        }

        boolean add(ResultSet row) throws SQLException {
            int kind = row.getInt(1);
            if (kind == StreamSql.STREAM) {
                version = row.getLong(2);
            } else {
                ReplayRow read = ReplayRow.of(stream, codec, row, 2);
                if (kind == StreamSql.EVENT) {
                    rows.add(read);
                } else {
                    snapshot = new StoredSnapshot(
                            stream, read.typeName(), read.version(), read.occurredAt(), read.payload());
                }
            }
            return true;
        }
    }
}
