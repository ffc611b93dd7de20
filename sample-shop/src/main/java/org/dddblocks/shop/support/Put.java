package org.dddblocks.shop.support;

import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.Changes;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.TypedId;
import org.dddblocks.persistence.Repository;

/** Keeps a root that may be new: many messages arrive before the thing they are about. */
public final class Put {
    private Put() {}

    /**
     * Adds a new root, saves one that was found before, and does nothing if nothing happened to it.
     *
     * @param repository of the root
     * @param root what was decided on
     * @param <A> the root
     * @param <I> its id
     * @param <E> its events
     */
    public static <A extends AggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent> void into(
            Repository<A, I> repository, A root) {
        if (Changes.pending(root).isEmpty()) {
            return;
        }
        if (Changes.version(root) == 0) {
            repository.add(root);
        } else {
            repository.save(root);
        }
    }
}
