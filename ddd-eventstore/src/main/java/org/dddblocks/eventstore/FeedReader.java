package org.dddblocks.eventstore;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.dddblocks.persistence.Database;

/** How the events of the feed are read so that none is lost, repeated or overtaken; what fits depends on how they are written. */
interface FeedReader {
    /** Refuses a database on which events would be lost. */
    void check(Connection connection);

    /**
     * Reads on.
     *
     * @param connection of the current transaction
     * @param after the last position seen
     * @param limit how many events at most
     * @return what follows, as many as fit into {@link FeedRows#BYTES}; nothing if nothing is new
     */
    List<StoredEvent> read(Connection connection, long after, int limit);

    /** After this position come all events that are not committed yet, and none of those that were when this was called. */
    long head(Connection connection);

    /** What the feed waits for, if it does. */
    Optional<FeedStall> stall(Connection connection);

    /** The one that fits the writers of a database. */
    static FeedReader on(Database database, EventStoreMetrics metrics) {
        return database.dialect().name().equals("postgresql")
                ? new FenceFeed(database, new FenceStalls(database, metrics::feedStalled))
                : new CounterFeed(database);
    }
}
