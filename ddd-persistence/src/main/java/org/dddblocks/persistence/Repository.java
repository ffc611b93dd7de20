package org.dddblocks.persistence;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds and keeps the roots of one aggregate type, event-sourced or state-based alike.
 *
 * <p><b>Shape.</b> Each call joins the transaction of the thread or has its own. A save stores the root, its recorded
 * events and what {@link RecordedEvents} writes together or not at all; the root itself changes its version and lets
 * its events go only when that is committed, so it can be saved again after a rollback.
 * <b>Threads.</b> One instance serves many threads; a root belongs to one.
 * <pre>{@code
 * orders.add(Order.place(id, lines));
 * orders.update(id, order -> order.cancel("changed my mind"));
 * }</pre>
 *
 * @param <A> the root
 * @param <I> its id
 * @see <a href="https://martinfowler.com/eaaCatalog/repository.html">Fowler, Repository</a>
 */
public interface Repository<A, I> {
    /**
     * Finds a root.
     *
     * @param id its id
     * @return the root as stored, or empty if it was never added; a new object at each call
     */
    Optional<A> find(I id);

    /**
     * Gets a root that must exist.
     *
     * @param id its id
     * @return the root as stored; a new object at each call
     * @throws AggregateNotFoundException if it was never added
     */
    A get(I id);

    /**
     * Adds a new root.
     *
     * @param root with the events that made it
     * @throws ConflictException if a root with this id exists
     * @throws IllegalStateException if this object was added or found before, or is spent
     */
    void add(A root);

    /**
     * Saves what was decided on a root that was found or added before. Without new events an event-sourced root is not
     * written; a state-based one always is.
     *
     * @param root the root
     * @throws ConflictException if another writer was first
     * @throws IllegalStateException if this object is new, spent, or saved in another open transaction
     */
    void save(A root);

    /**
     * Gets a root, lets it decide and saves it; on a conflict all three are done again, a bounded number of times.
     *
     * @param id its id
     * @param decision calls commands of the root and nothing else, since it runs again on each try
     * @return the root as saved
     * @throws AggregateNotFoundException if it was never added
     * @throws ConflictException if the last try met another conflict
     */
    A update(I id, Consumer<? super A> decision);
}
