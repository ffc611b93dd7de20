package org.dddblocks.eventstore;

import org.dddblocks.core.AggregateType;
import org.dddblocks.core.Changes;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventSourcedAggregateRoot;

/** A root grows by its handlers. */
record RootForm<A extends EventSourcedAggregateRoot<A, ?, E>, E extends DomainEvent>(AggregateType<A, ?, E> type)
        implements Form<A> {
    @Override
    public A apply(A root, DomainEvent event) {
        Changes.replay(type, root, type.events().cast(event));
        return root;
    }

    /** Stored events of which upcasters left none, or several, are one version each. */
    @Override
    public A at(A root, long version) {
        Changes.restored(root, version);
        return root;
    }

    @Override
    public boolean knows(DomainEvent event) {
        return type.events().isInstance(event);
    }

    @Override
    public String events() {
        return type.events().getSimpleName();
    }
}
