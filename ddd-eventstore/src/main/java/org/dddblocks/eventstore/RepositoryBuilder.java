package org.dddblocks.eventstore;

import java.util.function.Function;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.SnapshotType;
import org.dddblocks.core.TypedId;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.Repository;
import org.jspecify.annotations.Nullable;

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
    private @Nullable SnapshotBinding<A, ?> snapshots;

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
     * Loads from snapshots, and takes them after commits.
     *
     * @param snapshotType how the root is put into a record, from the root's own class
     * @param id makes the id of its text, such as {@code OrderId::new}
     * @param taker takes them; one for all repositories of the store
     * @return this
     * @throws IllegalArgumentException if Jackson cannot write and read the record
     */
    public RepositoryBuilder<A, I, E> snapshots(
            SnapshotType<A, ?> snapshotType, Function<String, I> id, Snapshots taker) {
        Limits.given(id, "The function that makes an id of " + type.name());
        this.snapshots = bind(
                Limits.given(snapshotType, "The SnapshotType of " + type.name()),
                id,
                Limits.given(taker, "The Snapshots of " + type.name()));
        return this;
    }

    private <R extends Record> SnapshotBinding<A, R> bind(
            SnapshotType<A, R> snapshotType, Function<String, I> id, Snapshots taker) {
        return new SnapshotBinding<>(
                taker,
                snapshotType,
                type.name(),
                type.eventClasses(),
                new RootForm<>(type),
                stream -> type.blank(id.apply(stream.id())));
    }

    /**
     * Builds the repository.
     *
     * @return the repository
     */
    public EventSourcedRepository<A, I> build() {
        if (snapshots != null) {
            snapshots.begin();
        }
        History<A> history = new History<>(store, new RootForm<>(type), snapshots);
        return new StreamRepository<>(store, type, port, attempts, history);
    }
}
