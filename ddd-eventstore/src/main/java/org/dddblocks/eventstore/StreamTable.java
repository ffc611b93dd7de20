package org.dddblocks.eventstore;

import java.sql.Connection;
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
    private final Dialect dialect;
    private final String table;
    private final String update;
    private final String select;

    StreamTable(Database database) {
        dialect = database.dialect();
        table = database.table("stream");
        update = "update " + table + " set version = ? where stream_type = ? and stream_id = ? and version = ?";
        select = "select version from " + table + " where stream_type = ? and stream_id = ?";
    }

    /**
     * Moves a stream from one version to the next; whoever else wants to waits for this transaction, and then loses.
     *
     * @return the database's time
     */
    Instant move(Connection connection, StreamId stream, long expected, long version) {
        Optional<Instant> moved;
        try {
            moved = expected == 0
                    ? dialect.insertIfAbsentStamped(
                            connection,
                            table,
                            List.of("stream_type", "stream_id", "version"),
                            stream.type(),
                            stream.id(),
                            version)
                    : dialect.updateStamped(connection, update, version, stream.type(), stream.id(), expected);
        } catch (PersistenceException e) {
            throw Races.conflict(stream, expected, e);
        }
        return moved.orElseThrow(() -> lost(connection, stream, expected));
    }

    /** A locking read: under REPEATABLE READ a plain one would show the old version. */
    private RuntimeException lost(Connection connection, StreamId stream, long expected) {
        try {
            long actual = Jdbc.first(
                            connection, row -> row.getLong(1), select + " for update", stream.type(), stream.id())
                    .orElse(0L);
            boolean stale = actual == expected; // an old snapshot tells nothing
            return new ConflictException(
                    stream.toString(), expected, stale ? OptionalLong.empty() : OptionalLong.of(actual), true);
        } catch (PersistenceException e) {
            return Races.conflict(stream, expected, e);
        }
    }

    long version(Connection connection, StreamId stream) {
        return Jdbc.first(connection, row -> row.getLong(1), select, stream.type(), stream.id())
                .orElse(0L);
    }
}
