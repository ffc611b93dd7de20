package org.dddblocks.eventstore;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final Database database;
    private final Transactions transactions;
    private final PayloadCodec codec;
    private final UncommittedAppends uncommitted;
    private final StreamTable streams;
    private final FeedPlaces places;
    private final StreamSql sql;

    StreamReader(Database database, PayloadCodec codec) {
        this.database = database;
        this.transactions = database.transactions();
        this.codec = codec;
        this.uncommitted = new UncommittedAppends(database, codec);
        this.streams = new StreamTable(database);
        this.places = new FeedPlaces(database);
        this.sql = new StreamSql(database);
    }

    @Override
    public Beginning begin(StreamId stream, @Nullable String fingerprint, long snapshotsTo, long toVersion) {
        Found found = database.read(connection -> fingerprint == null
                ? find(connection, stream, toVersion)
                : find(connection, stream, fingerprint, snapshotsTo, toVersion));
        long version = found.version > 0 ? found.version : unlessDeleted(stream);
        return new Beginning(version, found.snapshot, found.rows);
    }

    private Found find(Connection connection, StreamId of, long toVersion) {
        Found found = new Found(of);
        Jdbc.query(
                connection,
                found::event,
                sql.beginWithout,
                of.type(),
                of.id(),
                of.type(),
                of.id(),
                toVersion,
                of.type(),
                of.id());
        return found;
    }

    private Found find(Connection connection, StreamId of, String print, long snapshotsTo, long toVersion) {
        Found found = new Found(of);
        Jdbc.query(
                connection,
                found::part,
                sql.begin,
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
        return found;
    }

    @Override
    public RuntimeException vanished(StreamId stream, long last, long version) {
        unlessDeleted(stream);
        return StreamLoader.super.vanished(stream, last, version);
    }

    /** To the version that the stream had at the beginning: what was appended since is of the next load. */
    @Override
    public long replay(StreamId stream, Beginning beginning, long afterVersion, long toVersion, EventSink sink) {
        long end = Math.min(beginning.version(), toVersion);
        PageSize size = new PageSize();
        List<ReplayRow> page = beginning.rows();
        long last = handOn(stream, page, afterVersion, sink);
        while (last < end && !page.isEmpty()) {
            size.saw(page.size(), characters(page));
            page = page(stream, last, end, size.rows());
            last = handOn(stream, page, last, sink);
        }
        for (EventEnvelope<DomainEvent> own : uncommitted.of(stream, last)) {
            if (own.version() <= end) {
                sink.stored(own.version(), List.of(own.event()));
                last = own.version();
            }
        }
        return last;
    }

    private long handOn(StreamId stream, List<ReplayRow> page, long before, EventSink sink) {
        long last = before;
        for (ReplayRow row : page) {
            sink.stored(row.version(), decoded(stream, row));
            last = row.version();
        }
        return last;
    }

    private List<DomainEvent> decoded(StreamId stream, ReplayRow row) {
        try {
            return DecodedEvents.of(codec, row.typeName(), row.schemaVersion(), row.payload());
        } catch (RuntimeException e) {
            long position = database.read(connection -> places.of(connection, stream, row.version()))
                    .orElse(0);
            throw new UnreadableEventException(stream, row.version(), position, row.typeName(), row.schemaVersion(), e);
        }
    }

    private static long characters(List<ReplayRow> page) {
        long characters = 0;
        for (ReplayRow row : page) {
            characters += row.payload().length();
        }
        return characters;
    }

    private List<ReplayRow> page(StreamId stream, long afterVersion, long toVersion, int rows) {
        return database.read(connection -> Jdbc.query(
                connection,
                row -> ReplayRow.of(row, 1),
                sql.page,
                stream.type(),
                stream.id(),
                afterVersion,
                toVersion,
                rows));
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
                unlessDeleted(stream);
            }
            return last;
        });
    }

    private List<StoredEvent> envelopePage(StreamId stream, long afterVersion, PageSize size) {
        List<StoredEvent> rows = Jdbc.query(
                transactions.connection(),
                new StoredEvent.Reader(),
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

    private long unlessDeleted(StreamId stream) {
        return database.read(connection -> streams.version(connection, stream));
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
        long later = database.read(connection -> Jdbc.query(
                        connection,
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
                .get(0));
        return later == 0 ? last(stream, instant) : later - 1;
    }

    private long last(StreamId stream, Instant instant) {
        List<EventEnvelope<DomainEvent>> own = uncommitted.of(stream, 0);
        for (EventEnvelope<DomainEvent> event : own) {
            if (event.occurredAt().isAfter(instant)) {
                return event.version() - 1;
            }
        }
        return unlessDeleted(stream);
    }

    @Override
    public Instant latest(StreamId stream, long afterVersion, long toVersion) {
        return database.read(connection -> Jdbc.query(
                        connection,
                        row -> Optional.ofNullable(Jdbc.instant(row, 1)),
                        sql.latest,
                        stream.type(),
                        stream.id(),
                        afterVersion,
                        toVersion)
                .get(0)
                .orElse(Instant.EPOCH));
    }

    /** What one query found: the stream's version, at most one snapshot, the first events. */
    private static final class Found {
        private final StreamId stream;
        private final List<ReplayRow> rows = new ArrayList<>();
        private @Nullable StoredSnapshot snapshot;
        private long version;

        Found(StreamId stream) {
            this.stream = stream;
        }

        boolean event(ResultSet row) throws SQLException {
            if (rows.isEmpty()) {
                version = row.getLong(5);
            }
            return rows.add(ReplayRow.of(row, 1));
        }

        boolean part(ResultSet row) throws SQLException {
            switch (row.getInt(1)) {
                case StreamSql.STREAM -> version = row.getLong(2);
                case StreamSql.EVENT -> rows.add(ReplayRow.of(row, 2));
                default ->
                    snapshot = new StoredSnapshot(
                            stream,
                            row.getString(3),
                            row.getLong(2),
                            requireNonNull(Jdbc.instant(row, 6)),
                            row.getString(5));
            }
            return true;
        }
    }
}
