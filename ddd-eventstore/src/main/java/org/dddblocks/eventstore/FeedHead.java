package org.dddblocks.eventstore;

import java.sql.Connection;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.spi.Dialect;
import org.dddblocks.persistence.spi.Jdbc;

/**
 * The counter row that gives events their place in the feed. Whoever moves it keeps it locked until his commit, so that
 * positions become visible in ascending order, and a reader can simply ask for what comes after its last one.
 */
final class FeedHead {
    /** H2 gives up a lock after LOCK_TIMEOUT (often one second), although its holder is only slow: it is asked again. */
    private static final int TRIES = 5;

    /** Not where one wait is long already: MariaDB's own is 50 seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Dialect dialect;
    private final HeldByThread held;
    private final String table;
    private final String move;
    private final String untouched;

    FeedHead(Database database) {
        dialect = database.dialect();
        table = database.table("feed_head");
        held = new HeldByThread(database.transactions(), table);
        untouched = "select 1 from " + database.table("stream")
                + " where stream_type = ? and stream_id = ? and version = ?";
        move = "update " + table + " set position = position + ? where id = 1 and exists (" + untouched + ")";
    }

    /**
     * Takes the next positions.
     *
     * @param versions the streams appended to, at least one, and the versions they were moved to
     * @return the first of them
     * @throws FeedBusyException if others held the counter for too long
     * @throws IllegalStateException if a stream is not at its version: a rollback to a savepoint undid the append
     */
    long take(Connection connection, int events, Map<StreamId, Long> versions) {
        held.checkFree();
        Iterator<Map.Entry<StreamId, Long>> streams = versions.entrySet().iterator();
        Map.Entry<StreamId, Long> first = streams.next();
        streams.forEachRemaining(stream -> check(connection, stream));
        long last = patiently(connection, events, first).orElseThrow(() -> {
            check(connection, first);
            return new IllegalStateException("The table " + table + " has lost its only row, so no event can be given a"
                    + " place in the feed. Insert (1, the highest position of the event table).");
        });
        held.taken();
        return last - events + 1;
    }

    private Optional<Long> patiently(Connection connection, int events, Map.Entry<StreamId, Long> stream) {
        long begun = System.nanoTime();
        for (int tried = 1; ; tried++) {
            try {
                return dialect.updateReturning(
                        connection,
                        "position",
                        move,
                        events,
                        stream.getKey().type(),
                        stream.getKey().id(),
                        stream.getValue());
            } catch (PersistenceException e) {
                if (!Races.leavesUsable(e)) {
                    throw e;
                }
                Duration waited = Duration.ofNanos(System.nanoTime() - begun);
                if (tried == TRIES || waited.compareTo(PATIENCE) > 0) {
                    throw new FeedBusyException(table, waited.truncatedTo(ChronoUnit.MILLIS), e);
                }
            }
        }
    }

    private void check(Connection connection, Map.Entry<StreamId, Long> moved) {
        StreamId stream = moved.getKey();
        if (Jdbc.first(connection, row -> true, untouched, stream.type(), stream.id(), moved.getValue())
                .isEmpty()) {
            throw UncommittedEvents.undone(stream, moved.getValue());
        }
    }
}
