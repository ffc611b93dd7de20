package org.dddblocks.testkit;

import java.util.List;
import java.util.function.Consumer;
import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.Changes;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.DomainRejection;

/**
 * A root in its given state; the command comes next.
 *
 * <p><b>Threads.</b> For one test at a time.
 *
 * @param <A> the root
 * @param <E> its events
 */
public final class GivenRoot<A extends AggregateRoot<A, ?, E>, E extends DomainEvent> {
    private final A root;

    GivenRoot(A root) {
        this.root = root;
    }

    /**
     * Gives the root a command.
     *
     * @param command calls one method of the root; what it throws passes through, unless it is a
     *     {@link DomainRejection}
     * @return the next word: {@code then(…)} or {@code thenRejected(…)}
     */
    public Outcome<E> when(Consumer<? super A> command) {
        int before = Changes.pending(root).size();
        DomainRejection rejection = null;
        try {
            command.accept(root);
        } catch (DomainRejection refused) {
            rejection = refused;
        }
        Invariants.check(root, "after the command");
        List<E> all = Changes.pending(root);
        return new Outcome<>(all.subList(before, all.size()), rejection);
    }
}
