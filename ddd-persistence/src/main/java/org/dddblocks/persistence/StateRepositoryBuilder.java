package org.dddblocks.persistence;

import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.TypedId;
import org.dddblocks.persistence.spi.Envelopes;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link StateRepository}; begun by {@link StateRepository#on}.
 *
 * <p><b>Threads.</b> For one thread; what {@link #build} returns serves many.
 *
 * @param <A> the root
 * @param <I> its id
 * @param <E> its events
 */
public final class StateRepositoryBuilder<
        A extends AggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent> {
    private final Database database;
    private final AggregateType<A, I, E> type;
    private final StateMapping<A, I> mapping;
    private @Nullable RecordedEvents port;
    private TypeNames names = TypeNames.annotated();
    private int attempts = 10;

    StateRepositoryBuilder(Database database, AggregateType<A, I, E> type, StateMapping<A, I> mapping) {
        this.database = database;
        this.type = type;
        this.mapping = mapping;
    }

    /**
     * Says who receives new events inside the saving transaction.
     *
     * @param receiver such as {@code outbox.translating(…)}; default nobody
     * @return this
     */
    public StateRepositoryBuilder<A, I, E> recordedEvents(RecordedEvents receiver) {
        this.port = Arguments.given(receiver, "The receiver of recorded events");
        return this;
    }

    /**
     * Says how the events are called in their envelopes.
     *
     * @param typeNames such as a {@link PayloadCodec}; default the names in jMolecules' {@code @DomainEvent}
     * @return this
     */
    public StateRepositoryBuilder<A, I, E> names(TypeNames typeNames) {
        this.names = Arguments.given(typeNames, "The names of events");
        return this;
    }

    /**
     * Limits how often {@link Repository#update} decides again after a conflict.
     *
     * @param most tries in all, at least 1; default 10
     * @return this
     * @throws IllegalArgumentException for less than 1
     */
    public StateRepositoryBuilder<A, I, E> attempts(int most) {
        Arguments.check(most >= 1, "StateRepositoryBuilder.attempts", most, "at least 1");
        this.attempts = most;
        return this;
    }

    /**
     * Builds the repository.
     *
     * @return the repository
     * @throws IllegalArgumentException if the root is event-sourced, or an event that is to be handed on has no name
     */
    public StateRepository<A, I, E> build() {
        if (type.isEventSourced()) {
            throw new IllegalArgumentException("The aggregate type " + type + " is event-sourced; StateRepository keeps"
                    + " state-based ones. Use store.repository(TYPE) of ddd-eventstore.");
        }
        if (port != null) {
            type.eventClasses().forEach(names::typeName);
        }
        return new StateRepository<>(
                database, type, mapping, new NewEvents(new Envelopes(database, names), port), attempts);
    }
}
