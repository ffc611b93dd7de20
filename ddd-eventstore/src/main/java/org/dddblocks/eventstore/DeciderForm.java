package org.dddblocks.eventstore;

import org.dddblocks.core.Decider;
import org.dddblocks.core.DomainEvent;

/** A decider's state grows by its fold. */
record DeciderForm<S, E extends DomainEvent>(Decider<?, S, E> decider, String name) implements Form<S> {
    @Override
    @SuppressWarnings("unchecked") // who calls asked knows() before
    public S apply(S state, DomainEvent event) {
        return decider.evolve(state, (E) event);
    }

    @Override
    public S at(S state, long version) {
        return state;
    }

    @Override
    public boolean knows(DomainEvent event) {
        return decider.eventClasses().contains(event.getClass())
                || decider.eventClasses().stream().anyMatch(type -> type.isInstance(event));
    }

    @Override
    public String events() {
        return "event of the decider " + name;
    }
}
