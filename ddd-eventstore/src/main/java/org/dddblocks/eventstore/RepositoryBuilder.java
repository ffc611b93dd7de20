package org.dddblocks.eventstore;

import org.dddblocks.core.AggregateType;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.TypedId;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.Repository;

/**
 * Collects how one kind of aggregate is kept; begun by {@link EventStore#repository}.
 *
 * <p><b>Threads.</b> For one thread; what {@link #build} returns serves many.
 *
 * @param <A> the root
 * @param <I> its id
 * @param <E> its events
 */
public final class RepositoryBuilder<
        A extends EventSourcedAggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent> {
    private final EventStore store;
    private final AggregateType<A, I, E> type;
    private RecordedEvents port = events -> {};
    private int attempts = 10;

    RepositoryBuilder(EventStore store, AggregateType<A, I, E> type) {
        this.store = store;
        this.type = Limits.given(type, "The AggregateType of a repository");
    }

    /**
     * Hands each root's new events on, inside the transaction that saves it and after the version check: what the
     * receiver writes is committed with the events, or not at all.
     *
     * @param receiver such as {@code outbox.translating(…)}; default nobody
     * @return this
     */
    public RepositoryBuilder<A, I, E> recordedEvents(RecordedEvents receiver) {
        this.port = Limits.given(receiver, "The receiver of recorded events");
        return this;
    }

    /**
     * Limits how often {@link Repository#update} decides again after a conflict.
     *
     * @param most tries in all, at least 1; default 10
     * @return this
     * @throws IllegalArgumentException for less than 1
     */
    public RepositoryBuilder<A, I, E> attempts(int most) {
        Limits.attempts(most);
        this.attempts = most;
        return this;
    }

    /**
     * Builds the repository.
     *
     * @return the repository
     */
    public Repository<A, I> build() {
        return new EventSourcedRepository<>(store, type, port, attempts);
    }
}
