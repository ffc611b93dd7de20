package org.dddblocks.eventstore;

import java.time.Duration;
import org.dddblocks.core.StreamId;

/**
 * Is told what a store and its projections do, to hand it to a metrics library; whoever is not interested does nothing.
 *
 * <p><b>Threads.</b> Called by many threads, by the one that did the work, so answers must come at once, without a call
 * of the store: others wait meanwhile. A failure is logged and changes nothing.
 *
 * <pre>{@code
 * EventStoreMetrics metrics = new EventStoreMetrics() {
 *     @Override
 *     public void conflict(StreamId stream) {
 *         conflicts.increment();
 *     }
 * };
 * }</pre>
 */
public interface EventStoreMetrics {
    /** Tells nobody. */
    EventStoreMetrics NOBODY = new EventStoreMetrics() {};

    /**
     * An append was written.
     *
     * @param took from the call to its end: in a caller's transaction the time to write, otherwise the commit too
     * @param events how many
     */
    default void appended(Duration took, int events) {}

    /**
     * An append met another version than it expected, or lost its rows to another writer.
     *
     * @param stream the first stream of the append
     */
    default void conflict(StreamId stream) {}

    /**
     * How far a projection is behind: told after each of its transactions, and when it has caught up.
     *
     * @param projection its name
     * @param positions places in the feed between it and the newest event: at least as many as events, 0 if there is none
     * @param time age of the newest event it has applied if there are newer ones, else zero
     */
    default void projectionLag(String projection, long positions, Duration time) {}

    /**
     * How a projection is getting on: told after each of its transactions and at each change of its state.
     *
     * @param status a moment's view of it
     */
    default void projectionProgress(ProjectionStatus status) {}

    /**
     * A projection passed over an event; told after the commit.
     *
     * @param event the event and why
     */
    default void eventSetAside(SetAsideEvent event) {}

    /**
     * The feed waits for transactions that have appended and do not end; told about once a second while it lasts and
     * somebody reads, only on PostgreSQL.
     *
     * @param stall who they are, and since when
     */
    default void feedStalled(FeedStall stall) {}
}
