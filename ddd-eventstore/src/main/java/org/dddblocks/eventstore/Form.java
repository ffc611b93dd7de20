package org.dddblocks.eventstore;

import org.dddblocks.core.DomainEvent;

/**
 * How a state grows out of events, for roots and deciders alike.
 *
 * @param <S> the root, or the decider's state
 */
interface Form<S> {
    S apply(S state, DomainEvent event);

    /** Says at which version the state is. */
    S at(S state, long version);

    boolean knows(DomainEvent event);

    /** What its events are called in messages. */
    String events();
}
