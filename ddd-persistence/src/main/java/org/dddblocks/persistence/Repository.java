package org.dddblocks.persistence;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds and keeps the roots of one aggregate type, event-sourced or state-based alike.
 *
 * @param <A> the root
 * @param <I> its id
 */
public interface Repository<A, I> {
    /**
     * Finds a root.
     *
     * @param id its id
     * @return the root, or empty if it was never added
     */
    Optional<A> find(I id);

    /**
     * Gets a root that must exist.
     *
     * @param id its id
     * @return the root
     * @throws AggregateNotFoundException if it was never added
     */
    A get(I id);

    /**
     * Adds a new root.
     *
     * @param root with the events that made it
     * @throws ConflictException if a root with this id exists
     */
    void add(A root);

    /**
     * Saves what was decided on a root that was found before. Nothing happens if nothing changed.
     *
     * @param root the root
     * @throws ConflictException if another writer was first
     */
    void save(A root);

    /**
     * Gets a root, lets it decide and saves it; on a conflict all three are done again, a bounded number of times.
     *
     * @param id its id
     * @param decision calls a command of the root; runs again on each try
     * @return the root as saved
     */
    A update(I id, Consumer<? super A> decision);
}
