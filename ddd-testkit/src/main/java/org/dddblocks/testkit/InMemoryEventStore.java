package org.dddblocks.testkit;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.EventIds;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.Append;
import org.dddblocks.eventstore.AppendIdReusedException;
import org.dddblocks.eventstore.Appended;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.Expected;
import org.dddblocks.eventstore.SnapshotStore;
import org.dddblocks.eventstore.StreamDeletedException;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.TransactionOutcome;
import org.dddblocks.persistence.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * An event store in memory, for tests of models and application services; it runs the contract of the real ones.
 *
 * <p><b>Shape.</b> Transactions, conflicts and the feed behave as in a database; nothing is encoded, so events need no
 * names, and one transaction writes at a time. Type names are simple class names, schema versions are 1.
 * <b>Threads.</b> For any number of threads; a transaction belongs to the thread that began it.
 *
 * <pre>{@code
 * EventStore store = InMemoryEventStore.create();
 * Repository<Order, OrderId> orders = store.repository(Order.TYPE).build();
 * }</pre>
 */
public final class InMemoryEventStore implements EventStore {
    private static final int WRITER_WAITS_SECONDS = 10;

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final Semaphore writer = new Semaphore(1, true);
    private final List<FeedEntry> committed = new ArrayList<>();
    private final Map<UUID, Known> appends = new HashMap<>();
    private final Set<StreamId> deleted = new HashSet<>();
    private final AtomicLong position = new AtomicLong();
    private final Clock clock;
    private final SnapshotStore snapshots;

    /** What one transaction has appended. */
    private static final class Writing {
        private final List<EventEnvelope<DomainEvent>> events = new ArrayList<>();
        private final Map<UUID, Known> appends = new HashMap<>();
        private final Set<StreamId> deleted = new HashSet<>();
    }

    private record Known(Append append, Appended appended) {}

    private InMemoryEventStore(Clock clock) {
        this.clock = clock;
        this.snapshots = new InMemorySnapshots(this, clock);
    }

    /**
     * Creates an empty store with the system's clock.
     *
     * @return the store
     */
    public static InMemoryEventStore create() {
        return create(Clock.systemUTC());
    }

    /**
     * Creates an empty store.
     *
     * @param clock gives events both of their times
     * @return the store
     */
    public static InMemoryEventStore create(Clock clock) {
        return new InMemoryEventStore(clock);
    }

    @Override
    public Transactions transactions() {
        return transactions;
    }

    @Override
    public Appended append(Append append) {
        if (append == null) {
            throw new IllegalArgumentException("The append is null; begin one with Append.to(stream, …).");
        }
        if (!transactions.active()) {
            return transactions.call(() -> append(append));
        }
        Writing writing = beginWriting();
        append.parts().forEach(part -> refuseDeleted(part.stream()));
        Optional<Appended> original = original(append, writing);
        if (original.isPresent()) {
            return original.get();
        }
        Map<StreamId, Long> versions = new HashMap<>();
        append.parts().forEach(part -> versions.put(part.stream(), decided(part)));
        List<EventEnvelope<DomainEvent>> envelopes = new ArrayList<>();
        for (Append.Part part : append.parts()) {
            for (DomainEvent event : part.events()) {
                envelopes.add(envelope(part.stream(), versions.merge(part.stream(), 1L, Long::sum), event));
            }
        }
        writing.events.addAll(envelopes);
        Appended appended = Appended.of(envelopes);
        append.id().ifPresent(id -> writing.appends.put(id, new Known(append, appended)));
        return appended;
    }

    @Override
    public boolean delete(StreamId stream) {
        if (!transactions.active()) {
            return transactions.call(() -> delete(stream));
        }
        Writing writing = beginWriting();
        if (isDeleted(stream) || version(stream) == 0) {
            return false;
        }
        writing.deleted.add(stream);
        return true;
    }

    private boolean isDeleted(StreamId stream) {
        synchronized (committed) {
            if (deleted.contains(stream)) {
                return true;
            }
        }
        Writing own = own();
        return own != null && own.deleted.contains(stream);
    }

    private void refuseDeleted(StreamId stream) {
        if (isDeleted(stream)) {
            throw new StreamDeletedException(stream);
        }
    }

    private long decided(Append.Part part) {
        long actual = version(part.stream());
        boolean met = part.expected().equals(Expected.any())
                || actual == 0 && part.expected().equals(Expected.none())
                || part.expected().equals(Expected.exactly(actual));
        if (!met) {
            throw new ConflictException(
                    part.stream().toString(), part.expected().version(), OptionalLong.of(actual), true);
        }
        return actual;
    }

    private Optional<Appended> original(Append append, Writing writing) {
        if (append.id().isEmpty()) {
            return Optional.empty();
        }
        UUID id = append.id().get();
        Known known = writing.appends.containsKey(id) ? writing.appends.get(id) : appends.get(id);
        if (known == null) {
            return Optional.empty();
        }
        if (!content(known.append).equals(content(append))) {
            throw new AppendIdReusedException(id, "its streams or events differ");
        }
        return Optional.of(known.appended);
    }

    private static List<Object> content(Append append) {
        List<Object> content = new ArrayList<>();
        for (Append.Part part : append.parts()) {
            content.add(part.stream());
            content.add(part.events());
        }
        return content;
    }

    private EventEnvelope<DomainEvent> envelope(StreamId stream, long version, DomainEvent event) {
        return new EventEnvelope<>(
                EventIds.next(),
                stream,
                version,
                event.getClass().getSimpleName(),
                1,
                clock.instant(),
                clock.instant(),
                CurrentMetadata.get(),
                event);
    }

    /** The first append of a transaction waits for the transaction that writes before, as it does for a locked row. */
    private Writing beginWriting() {
        return transactions.attachment(this, () -> {
            try {
                if (!writer.tryAcquire(WRITER_WAITS_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(
                            "Another transaction has been writing for %d seconds; end it, or do not append in callInNew within one."
                                    .formatted(WRITER_WAITS_SECONDS));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for another transaction to end.", e);
            }
            Writing writing = new Writing();
            transactions.afterCompletion(outcome -> endWriting(writing, outcome));
            return writing;
        });
    }

    private void endWriting(Writing writing, TransactionOutcome outcome) {
        synchronized (committed) {
            if (outcome == TransactionOutcome.COMMITTED) {
                writing.events.forEach(
                        envelope -> committed.add(new FeedEntry(position.incrementAndGet(), 0, envelope)));
                appends.putAll(writing.appends);
                deleted.addAll(writing.deleted);
                writing.deleted.forEach(snapshots::removeAll);
                committed.removeIf(entry -> deleted.contains(entry.envelope().stream()));
            }
        }
        writer.release();
    }

    @Override
    public List<EventEnvelope<DomainEvent>> read(StreamId stream, long afterVersion) {
        if (afterVersion < 0) {
            throw new IllegalArgumentException(
                    "The version to read after in %s is %d; it must be 0 or more.".formatted(stream, afterVersion));
        }
        refuseDeleted(stream);
        List<EventEnvelope<DomainEvent>> all = new ArrayList<>();
        synchronized (committed) {
            committed.forEach(entry -> all.add(entry.envelope()));
        }
        Writing own = own();
        if (own != null) {
            all.addAll(own.events);
        }
        return all.stream()
                .filter(envelope -> envelope.stream().equals(stream) && envelope.version() > afterVersion)
                .toList();
    }

    private @Nullable Writing own() {
        return transactions.active() && transactions.attached(this) instanceof Writing writing ? writing : null;
    }

    @Override
    public long version(StreamId stream) {
        List<EventEnvelope<DomainEvent>> events = read(stream);
        return events.isEmpty() ? 0 : events.get(events.size() - 1).version();
    }

    /** The one transaction that writes at a time locks all streams. */
    @Override
    public void lock(StreamId stream) {
        beginWriting();
    }

    @Override
    public SnapshotStore snapshotStore() {
        return snapshots;
    }

    @Override
    public OptionalLong newestPosition() {
        synchronized (committed) {
            return OptionalLong.of(
                    committed.isEmpty()
                            ? 0
                            : committed.get(committed.size() - 1).position());
        }
    }

    @Override
    public OptionalLong positionOf(StreamId stream, long version) {
        if (stream == null) {
            throw new IllegalArgumentException("The stream is null; it must be given.");
        }
        synchronized (committed) {
            return committed.stream()
                    .filter(entry -> entry.envelope().stream().equals(stream)
                            && entry.envelope().version() == version)
                    .mapToLong(FeedEntry::position)
                    .findFirst();
        }
    }

    @Override
    public FeedPage readFeed(long afterPosition, int limit) {
        if (afterPosition < 0 || limit < 1) {
            throw new IllegalArgumentException(
                    "A feed of at most %d entries after position %d is none; the limit is 1 or more, the position 0 or more."
                            .formatted(limit, afterPosition));
        }
        synchronized (committed) {
            List<FeedEntry> entries = committed.stream()
                    .filter(entry -> entry.position() > afterPosition)
                    .limit(limit)
                    .toList();
            long end = entries.size() < limit
                    ? position.get()
                    : entries.get(limit - 1).position();
            return new FeedPage(entries, Math.max(afterPosition, end));
        }
    }
}
