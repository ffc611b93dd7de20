package org.dddblocks.eventstore;

import java.sql.Connection;
import java.util.Set;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.persistence.FeedEntry;

/**
 * Keeps a read model up to date with the feed; run by {@link Projections} when asked to, or by a
 * {@link ProjectionEngine} all the time.
 *
 * <p><b>Promise.</b> Each event is applied once, in the feed's order: the read model changes in the transaction that also
 * moves the checkpoint. So {@link #on} may be called again for an event whose transaction was rolled back, and must have no
 * effect outside that transaction. <b>Threads.</b> One thread at a time, never the same one.
 *
 * <pre>{@code
 * public void on(FeedEntry entry, Connection connection) throws SQLException {
 *     if (entry.envelope().event() instanceof OrderPlaced placed) {
 *         Jdbc.update(connection, "insert into placed_order (id) values (?)", placed.id().value());
 *     }
 * }
 * }</pre>
 */
public interface Projection {
    /**
     * The stable name under which the checkpoint is kept.
     *
     * @return 1 to 100 characters, the same after each restart, unlike that of any other projection of this database
     */
    String name();

    /**
     * The types of events that this projection is about. Others are neither read into objects nor handed to {@link #on},
     * so that code which does not know them is not stopped by them; the checkpoint moves on past them.
     *
     * @return event types, or sealed or other interfaces of them, that the store's codec knows; empty, as by default, for
     *     all events. The same on each call; after a change, rebuild
     */
    default Set<Class<? extends DomainEvent>> events() {
        return Set.of();
    }

    /**
     * Applies one event to the read model. Events that are of no interest are ignored by returning.
     *
     * @param entry the event and its place in the feed
     * @param connection of the transaction that also moves the checkpoint; committing or closing it is refused, but not DDL,
     *     with which H2 and MariaDB commit: do not use it here
     * @throws Exception if it cannot be applied: the projection stands before this event
     */
    void on(FeedEntry entry, Connection connection) throws Exception;

    /**
     * Empties the read model, because all events follow again.
     *
     * @param connection of the transaction in which the read model is rebuilt
     * @throws Exception if it cannot be emptied: nothing is rebuilt
     */
    void reset(Connection connection) throws Exception;
}
