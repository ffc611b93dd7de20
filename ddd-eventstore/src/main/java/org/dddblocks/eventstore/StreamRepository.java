package org.dddblocks.eventstore;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.StreamId;
import org.dddblocks.core.TypedId;
import org.dddblocks.persistence.AggregateNotFoundException;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.ConflictRetry;
import org.dddblocks.persistence.spi.RootSave;
import org.dddblocks.persistence.spi.RootSaves;
import org.dddblocks.persistence.spi.StoreWork;

/** Rebuilds roots from their streams, and appends what was decided on them. */
final class StreamRepository<A extends EventSourcedAggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent>
        implements EventSourcedRepository<A, I> {
    private final EventStore store;
    private final Transactions transactions;
    private final AggregateType<A, I, E> type;
    private final RecordedEvents port;
    private final int attempts;
    private final History<A> history;

    StreamRepository(
            EventStore store, AggregateType<A, I, E> type, RecordedEvents port, int attempts, History<A> history) {
        this.store = store;
        this.transactions = store.transactions();
        this.type = type;
        this.port = port;
        this.attempts = attempts;
        this.history = history;
    }

    @Override
    public Optional<A> find(I id) {
        return history.now(StreamId.of(type, id), () -> type.blank(id)).map(Rebuilt::state);
    }

    @Override
    public A get(I id) {
        return find(id).orElseThrow(() ->
                new AggregateNotFoundException(StreamId.of(type, id).toString()));
    }

    @Override
    public Optional<A> asOf(I id, long version) {
        return history.asOf(StreamId.of(type, id), () -> type.blank(id), version);
    }

    @Override
    public Optional<A> asOf(I id, Instant instant) {
        return history.asOf(StreamId.of(type, id), () -> type.blank(id), instant);
    }

    @Override
    public void requestSnapshot(I id) {
        history.requestSnapshot(StreamId.of(type, id));
    }

    @Override
    public void add(A root) {
        StreamId stream =
                StreamId.of(type, Limits.given(root, "The root to save").id());
        write(stream, root, save -> {
            if (save.version() != 0) {
                throw new IllegalStateException(stream + " cannot be added: it is stored already, at version "
                        + save.version() + ". Call save(root) for a root that was found or added before.");
            }
            if (save.events().isEmpty()) {
                throw new IllegalStateException(stream + " cannot be added: nothing happened to it yet, and an"
                        + " event-sourced root is its events. Record the event that creates it.");
            }
        });
    }

    @Override
    public void save(A root) {
        StreamId stream =
                StreamId.of(type, Limits.given(root, "The root to save").id());
        write(stream, root, save -> {
            if (save.version() == 0) {
                throw new IllegalStateException(
                        stream + " cannot be saved: it was never stored. Call add(root) for a new root.");
            }
        });
    }

    private void write(StreamId stream, A root, Consumer<RootSave<E>> check) {
        StoreWork.join(transactions, () -> {
            RootSave<E> save = RootSaves.begin(transactions, root);
            check.accept(save);
            return save.events().isEmpty() ? save : append(stream, save);
        });
    }

    private RootSave<E> append(StreamId stream, RootSave<E> save) {
        AtomicReference<Appended> appended = new AtomicReference<>();
        return StoreWork.write(
                transactions, () -> appended.set(store.append(stream, save.version(), save.events())), () -> {
                    Appended written = requireNonNull(appended.get());
                    port.recorded(written.events());
                    save.saved(written.version());
                    history.appended(stream, save.version(), written.version());
                    return save;
                });
    }

    @Override
    public A update(I id, Consumer<? super A> decision) {
        StreamId stream = StreamId.of(type, id);
        return ConflictRetry.call(transactions, attempts, () -> store.lock(stream), () -> {
            A root = get(id);
            decision.accept(root);
            save(root);
            return root;
        });
    }
}
