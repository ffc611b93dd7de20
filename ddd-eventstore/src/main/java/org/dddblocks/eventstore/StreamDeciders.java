package org.dddblocks.eventstore;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.dddblocks.core.Decider;
import org.dddblocks.core.Decision;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.AggregateNotFoundException;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.ConflictRetry;
import org.dddblocks.persistence.spi.StoreWork;

/** Rebuilds the states of a decider from streams, and appends what it decided. */
final class StreamDeciders<C, S, E extends DomainEvent> implements DeciderRepository<C, S, E> {
    private final EventStore store;
    private final Transactions transactions;
    private final String name;
    private final Decider<C, S, E> decider;
    private final RecordedEvents port;
    private final int attempts;
    private final History<S> history;

    StreamDeciders(
            EventStore store,
            String name,
            Decider<C, S, E> decider,
            RecordedEvents port,
            int attempts,
            History<S> history) {
        this.store = store;
        this.transactions = store.transactions();
        this.name = name;
        this.decider = decider;
        this.port = port;
        this.attempts = attempts;
        this.history = history;
    }

    private StreamId stream(String id) {
        return new StreamId(name, id);
    }

    @Override
    public Optional<S> find(String id) {
        return history.now(stream(id), decider::initial).map(Rebuilt::state);
    }

    @Override
    public S get(String id) {
        return find(id).orElseThrow(
                        () -> new AggregateNotFoundException(stream(id).toString()));
    }

    @Override
    public Optional<S> asOf(String id, long version) {
        return history.asOf(stream(id), decider::initial, version);
    }

    @Override
    public Optional<S> asOf(String id, Instant instant) {
        return history.asOf(stream(id), decider::initial, instant);
    }

    @Override
    public void requestSnapshot(String id) {
        history.requestSnapshot(stream(id));
    }

    @Override
    public Handled<S, E> handle(String id, C command) {
        StreamId stream = stream(id);
        Limits.given(command, "The command for " + stream);
        return ConflictRetry.call(transactions, attempts, () -> store.lock(stream), () -> decide(stream, command));
    }

    private Handled<S, E> decide(StreamId stream, C command) {
        Optional<Rebuilt<S>> found = history.now(stream, decider::initial);
        S state = found.map(Rebuilt::state).orElseGet(decider::initial);
        long version = found.map(Rebuilt::version).orElse(0L);
        Decision<E> decision = decider.decide(state, command);
        if (decision instanceof Decision.Accepted<E> accepted
                && !accepted.events().isEmpty()) {
            long after = append(stream, version, accepted.events());
            return new Handled<>(decision, after(state, accepted.events()), after);
        }
        return new Handled<>(decision, state, version);
    }

    private S after(S before, List<E> events) {
        S state = before;
        for (E event : events) {
            state = decider.evolve(state, event);
        }
        return state;
    }

    private long append(StreamId stream, long version, List<E> events) {
        AtomicReference<Appended> appended = new AtomicReference<>();
        return StoreWork.write(transactions, () -> appended.set(store.append(stream, version, events)), () -> {
            Appended written = requireNonNull(appended.get());
            port.recorded(written.events());
            history.appended(stream, version, written.version());
            return written.version();
        });
    }
}
