package org.dddblocks.eventstore;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.spi.Dialect;
import org.dddblocks.persistence.spi.Jdbc;

/** The newest version of each stream: the row that two writers of one stream race for. */
final class StreamTable {
    private static final List<String> KEY = List.of("stream_type", "stream_id");

    private final Dialect dialect;
    private final String table;
    private final String update;
    private final String select;
    private final String delete;

    StreamTable(Database database) {
        dialect = database.dialect();
        table = database.table("stream");
        update = "update " + table + " set version = ? where stream_type = ? and stream_id = ? and version = ?";
        select = "select version, deleted_at from " + table + " where stream_type = ? and stream_id = ?";
        delete = "update " + table + " set version = 0, deleted_at = ? where stream_type = ? and stream_id = ?";
    }

    /** The row of a stream. */
    private record State(long version, boolean deleted) {
        static State of(ResultSet row) throws SQLException {
            return new State(row.getLong(1), row.getObject(2) != null);
        }
    }

    /** A stream's new version, and the database's time. */
    record Moved(long version, Instant at) {}

    /**
     * Moves a stream on by some events; whoever else wants to waits for this transaction.
     *
     * @throws ConflictException if it is not at the version expected, or the database gave the row to somebody else
     * @throws StreamDeletedException if it is gone
     */
    Moved move(Connection connection, StreamId stream, Expected expected, int events) {
        return expected.isAny()
                ? extend(connection, stream, events)
                : new Moved(
                        expected.version() + events,
                        move(connection, stream, expected.version(), expected.version() + events));
    }

    private Moved extend(Connection connection, StreamId stream, int events) {
        try {
            while (true) {
                Optional<Dialect.Counted> moved = dialect.count(
                        connection,
                        table,
                        KEY,
                        "version",
                        "deleted_at is not null",
                        events,
                        stream.type(),
                        stream.id());
                if (moved.isPresent()) {
                    return new Moved(moved.get().value(), moved.get().at());
                }
                lock(connection, stream); // created by somebody meanwhile, or deleted
            }
        } catch (PersistenceException e) {
            throw Races.conflict(stream, Expected.any().version(), e);
        }
    }

    private Optional<Instant> create(Connection connection, StreamId stream, long version) {
        return dialect.insertIfAbsentStamped(
                connection, table, List.of("stream_type", "stream_id", "version"), stream.type(), stream.id(), version);
    }

    /** Waits for whoever writes to it. */
    long lock(Connection connection, StreamId stream) {
        return state(connection, select + " for update", stream);
    }

    private long state(Connection connection, String sql, StreamId stream) {
        State state = Jdbc.first(connection, State::of, sql, stream.type(), stream.id())
                .orElse(new State(0, false));
        if (state.deleted()) {
            throw new StreamDeletedException(stream);
        }
        return state.version();
    }

    /** Marks a stream as gone for ever; false if there is none, or it is gone already. */
    boolean delete(Connection connection, StreamId stream, Instant now) {
        try {
            return lock(connection, stream) > 0
                    && Jdbc.update(connection, delete, now, stream.type(), stream.id()) == 1;
        } catch (StreamDeletedException e) {
            return false;
        } catch (PersistenceException e) {
            throw Races.conflict(stream, Expected.any().version(), e);
        }
    }

    private Instant move(Connection connection, StreamId stream, long expected, long version) {
        Optional<Instant> moved;
        try {
            moved = expected == 0
                    ? create(connection, stream, version)
                    : dialect.updateStamped(connection, update, version, stream.type(), stream.id(), expected);
        } catch (PersistenceException e) {
            throw Races.conflict(stream, expected, e);
        }
        return moved.orElseThrow(() -> lost(connection, stream, expected));
    }

    /** A locking read: under REPEATABLE READ a plain one would show the old version. */
    private RuntimeException lost(Connection connection, StreamId stream, long expected) {
        try {
            long actual = lock(connection, stream);
            boolean stale = actual == expected; // an old snapshot tells nothing
            return new ConflictException(
                    stream.toString(),
                    expected,
                    stale ? OptionalLong.empty() : OptionalLong.of(actual),
                    !dialect.seesOldState(connection));
        } catch (PersistenceException e) {
            return Races.conflict(stream, expected, e);
        }
    }

    /**
     * @throws StreamDeletedException if it is gone
     */
    long version(Connection connection, StreamId stream) {
        return state(connection, select, stream);
    }
}
