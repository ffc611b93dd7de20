package org.dddblocks.eventstore;

import java.time.Instant;
import java.util.Optional;
import org.dddblocks.persistence.Repository;

/**
 * A repository that also knows what its roots were like in the past.
 *
 * <p><b>Threads.</b> One instance serves many threads; a root belongs to one.
 *
 * <pre>{@code
 * Optional<Order> then = orders.asOf(id, Instant.parse("2026-01-01T00:00:00Z"));
 * Optional<Order> third = orders.asOf(id, 3);
 * }</pre>
 *
 * @param <A> the root
 * @param <I> its id
 * @see <a href="https://martinfowler.com/eaaDev/TemporalProperty.html">Fowler, Temporal Property</a>
 */
public interface EventSourcedRepository<A, I> extends Repository<A, I> {
    /**
     * A root as it was when an event of its had just happened, from the nearest snapshot before.
     *
     * @param id its id
     * @param version of the event, from 1
     * @return a new object each time; saving what is decided on an old state is a conflict. Empty if it was never added
     * @throws NoSuchVersionException if the root has not come to that version yet
     * @throws StreamDeletedException if it was deleted
     * @throws IllegalArgumentException if the version is below 1
     */
    Optional<A> asOf(I id, long version);

    /**
     * A root as it was at an instant of business time, from the nearest snapshot before: with all events up to the first
     * that occurred later. Where clocks were set back, an event counts as no earlier than those before it; the events of one
     * append occurred together.
     *
     * @param id its id
     * @param instant UTC, compared with {@code occurredAt}; the answer for one that is still to come may change
     * @return a new object each time; empty if nothing had happened to it by then
     * @throws StreamDeletedException if it was deleted
     */
    Optional<A> asOf(I id, Instant instant);

    /**
     * Asks for a snapshot of the newest committed state; it is taken after the current transaction's commit, off this
     * thread. Does nothing after a rollback.
     *
     * @param id of the root
     * @throws IllegalStateException if the repository was built without {@code snapshots(…)}
     */
    void requestSnapshot(I id);
}
