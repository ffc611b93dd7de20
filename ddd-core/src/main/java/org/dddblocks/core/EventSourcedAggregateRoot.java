package org.dddblocks.core;

/**
 * A root whose state is nothing but the fold of its events.
 *
 * @param <A> the root's own type
 * @param <I> the type of its id
 * @param <E> the sealed family of its events
 */
public abstract class EventSourcedAggregateRoot<
                A extends EventSourcedAggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent>
        extends AggregateRoot<A, I, E> {

    private final AggregateType<A, I, E> type;

    /**
     * Creates a blank root.
     *
     * @param type the description of this root
     * @param id its id
     */
    protected EventSourcedAggregateRoot(AggregateType<A, I, E> type, I id) {
        super(id);
        this.type = type;
    }

    @Override
    @SuppressWarnings("unchecked") // A is this root's own type by the bound of the class
    final void applying(E event) {
        type.fold().apply((A) this, event);
    }
}
