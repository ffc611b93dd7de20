package org.dddblocks.eventstore;

import org.dddblocks.core.Decider;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.SnapshotType;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.RecordedEvents;
import org.jspecify.annotations.Nullable;

/**
 * Collects how the streams of one decider are kept; begun by {@link EventStore#repository(String, Decider)}.
 *
 * <p><b>Threads.</b> For one thread; what {@link #build} returns serves many.
 *
 * @param <C> the commands
 * @param <S> the state
 * @param <E> the events
 */
public final class DeciderRepositoryBuilder<C, S, E extends DomainEvent> {
    private final EventStore store;
    private final String name;
    private final Decider<C, S, E> decider;
    private final Form<S> form;
    private RecordedEvents port = events -> {};
    private int attempts = 10;
    private @Nullable SnapshotBinding<S, ?> snapshots;

    DeciderRepositoryBuilder(EventStore store, String name, Decider<C, S, E> decider) {
        this.store = store;
        this.name = new StreamId(name, "any").type(); // checks it
        this.decider = Limits.given(decider, "The Decider of a repository");
        this.form = new DeciderForm<>(decider, name);
    }

    /**
     * Hands new events on, inside the transaction that stores them and after the version check.
     *
     * @param receiver such as {@code outbox.translating(…)}; default nobody
     * @return this
     */
    public DeciderRepositoryBuilder<C, S, E> recordedEvents(RecordedEvents receiver) {
        this.port = Limits.given(receiver, "The receiver of recorded events");
        return this;
    }

    /**
     * Limits how often {@link DeciderRepository#handle} decides again after a conflict.
     *
     * @param most tries in all, at least 1; default 10
     * @return this
     * @throws IllegalArgumentException for less than 1
     */
    public DeciderRepositoryBuilder<C, S, E> attempts(int most) {
        Limits.attempts(most);
        this.attempts = most;
        return this;
    }

    /**
     * Loads from snapshots, and takes them after commits.
     *
     * @param type how the state is put into a record
     * @param taker takes them; one for all repositories of the store
     * @return this
     * @throws IllegalArgumentException if Jackson cannot write and read the record
     */
    public DeciderRepositoryBuilder<C, S, E> snapshots(SnapshotType<S, ?> type, Snapshots taker) {
        this.snapshots = bind(
                Limits.given(type, "The SnapshotType of " + name), Limits.given(taker, "The Snapshots of " + name));
        return this;
    }

    private <R extends Record> SnapshotBinding<S, R> bind(SnapshotType<S, R> type, Snapshots taker) {
        return new SnapshotBinding<>(taker, type, name, decider.eventClasses(), form, stream -> decider.initial());
    }

    /**
     * Builds the repository.
     *
     * @return the repository
     */
    public DeciderRepository<C, S, E> build() {
        if (snapshots != null) {
            snapshots.begin();
        }
        return new StreamDeciders<>(store, name, decider, port, attempts, new History<>(store, form, snapshots));
    }
}
