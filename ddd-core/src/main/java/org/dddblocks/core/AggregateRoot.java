package org.dddblocks.core;

import java.util.ArrayList;
import java.util.List;

/**
 * The only way into its aggregate, and the boundary of one transaction.
 *
 * @param <A> the root's own type
 * @param <I> the type of its id
 * @param <E> the sealed family of its events; {@link DomainEvent} for a root without events
 */
public abstract class AggregateRoot<A extends AggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent>
        extends Entity<A, I> implements org.jmolecules.ddd.types.AggregateRoot<A, I> {

    final List<E> pending = new ArrayList<>();
    long version;

    /**
     * Creates a root.
     *
     * @param id its id
     */
    protected AggregateRoot(I id) {
        super(id);
    }

    /**
     * Records that something happened; it is stored with the next save.
     *
     * @param event what happened
     */
    protected final void record(E event) {
        applying(event);
        pending.add(event);
    }

    void applying(E event) {}

    /**
     * Refuses the command unless the condition holds.
     *
     * @param condition what must hold
     * @param code stable code of the refusal, such as {@code ORDER_SHIPPED}
     * @param message a format for people, see {@link String#format}
     * @param arguments its arguments
     * @throws DomainRejection if the condition does not hold
     */
    protected static void require(boolean condition, String code, String message, Object... arguments) {
        if (!condition) {
            throw new DomainRejection(code, message, arguments);
        }
    }
}
