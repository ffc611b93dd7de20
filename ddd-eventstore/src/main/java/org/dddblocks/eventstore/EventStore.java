package org.dddblocks.eventstore;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.Decider;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.StreamId;
import org.dddblocks.core.TypedId;
import org.dddblocks.persistence.FeedSource;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.StoreWork;

/**
 * Keeps what happened to each aggregate, in order, and refuses a writer who decided on an old state.
 *
 * <p><b>Shape.</b> A stream is a list of events numbered 1, 2, 3, … without gaps; a stream nobody wrote to has version 0.
 * Over all streams there is one feed, with each committed event once and the versions of a stream in order; which of two
 * transactions comes first in it is the database's choice, and never changes. <b>Units.</b> Times are UTC, kept
 * to the microsecond. Ids compare as bytes: {@code a}, {@code A} and {@code a } are three. <b>Limits.</b> A payload has at
 * most 1,048,576 characters; those of ids and metadata are in {@link StreamId} and {@code EventMetadata}.
 * <b>Threads.</b> One instance serves many threads; a transaction belongs to the thread that began it.
 *
 * <pre>{@code
 * Appended first = store.append(new StreamId("order", "42"), 0, List.of(placed)); // first.version() is 1
 * store.append(new StreamId("order", "42"), first.version(), List.of(paid, shipped));
 * }</pre>
 *
 * @see <a href="https://martinfowler.com/eaaDev/EventSourcing.html">Fowler, Event Sourcing</a>
 */
public interface EventStore extends FeedSource {
    /**
     * Appends all of the events, or none; in the caller's transaction, or in one of its own.
     *
     * <p>In a transaction the events are seen by its own reads of the stream at once, by everybody else and by the feed
     * once it is committed.
     *
     * @param stream where to
     * @param expectedVersion the version the caller decided on; 0 for a stream that must not exist yet
     * @param events at least one, oldest first
     * @return the events as stored, and the stream's version: {@code expectedVersion + events.size()}
     * @throws org.dddblocks.persistence.ConflictException if another writer was first, or the database gave the row to
     *     somebody else (deadlock, lock timeout); read again and decide again
     * @throws FeedBusyException if others kept the feed's counter for too long (H2, MariaDB; in our own transaction it is
     *     the commit that throws it); do it again
     * @throws StreamDeletedException if the stream was deleted
     * @throws IllegalArgumentException if {@code events} is empty, the version negative or a payload too large;
     *     nothing was written then
     */
    default Appended append(StreamId stream, long expectedVersion, List<? extends DomainEvent> events) {
        Limits.given(stream, "The stream");
        return append(Append.to(stream, Expected.exactly(stream, expectedVersion), events));
    }

    /**
     * Appends to one stream or several, all or nothing; in the caller's transaction, or in one of its own.
     *
     * <pre>{@code
     * store.append(Append.to(from, Expected.exactly(7), List.of(sent))
     *         .and(to, Expected.any(), List.of(received))
     *         .id(transferId));
     * }</pre>
     *
     * @param append the streams, what is expected of them, and their events
     * @return the events as stored, and the first stream's version; if an append of this id and content is stored
     *     already, what that one returned
     * @throws org.dddblocks.persistence.ConflictException if another writer was first, or the database gave a row to
     *     somebody else (deadlock, lock timeout); nothing of it is stored: read again and decide again
     * @throws FeedBusyException if others kept the feed's counter for too long (H2, MariaDB); do it again
     * @throws AppendIdReusedException if an append of other content is stored under this id
     * @throws StreamDeletedException if one of the streams was deleted
     * @throws org.dddblocks.persistence.CommitOutcomeUnknownException if the connection broke at the commit, and another
     *     try could not find out what became of it; ask again with the same id
     * @throws java.util.concurrent.RejectedExecutionException outside a transaction, if too many wait already
     * @throws IllegalStateException if the store is closed, or in a {@code callInNew} that would wait for its own thread
     * @throws IllegalArgumentException if a payload is too large; nothing was written then
     */
    Appended append(Append append);

    /**
     * Appends in a transaction of its own without waiting for its end; of several that wait, as many as possible share a
     * commit. Those of one thread to one stream are written in the order of the calls.
     *
     * <pre>{@code
     * store.appendAsync(Append.to(log, Expected.any(), List.of(seen)))
     *         .thenAccept(appended -> confirm(appended.version()));
     * }</pre>
     *
     * @param append the streams, what is expected of them, and their events
     * @return what {@link #append(Append)} returns or throws; a failure of one append harms no other
     * @throws IllegalStateException inside a transaction, which it could not join, or if the store is closed
     * @throws java.util.concurrent.RejectedExecutionException if too many wait already
     * @throws IllegalArgumentException if a payload is too large; nothing was written then
     */
    default CompletionStage<Appended> appendAsync(Append append) {
        Limits.outsideTransactions(transactions().active());
        try {
            return CompletableFuture.completedFuture(append(append));
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Deletes a stream with its events and snapshots, for ever; in the caller's transaction, or in one of its own. Its id
     * stays reserved: whoever reads it or appends to it is refused. Those who read the feed later find a gap.
     *
     * @param stream which
     * @return whether there was something to delete; false for a stream nobody wrote to, or one deleted before
     * @throws org.dddblocks.persistence.ConflictException if the database gave the stream to another writer
     */
    boolean delete(StreamId stream);

    /**
     * Reads a whole stream.
     *
     * @param stream which
     * @return its events in order, finite; empty for a stream nobody wrote to
     * @throws UnreadableEventException if a stored event cannot be read by this code; nothing is skipped
     * @throws StreamDeletedException if the stream was deleted
     */
    default List<EventEnvelope<DomainEvent>> read(StreamId stream) {
        return read(stream, 0);
    }

    /**
     * Reads the rest of a stream.
     *
     * @param stream which
     * @param afterVersion the last version already known, 0 for the whole stream
     * @return the events after it in order, finite; empty if there are none
     * @throws UnreadableEventException if a stored event cannot be read by this code; nothing is skipped
     * @throws StreamDeletedException if the stream was deleted
     * @throws IllegalArgumentException if the version is negative
     */
    List<EventEnvelope<DomainEvent>> read(StreamId stream, long afterVersion);

    /**
     * The version of a stream.
     *
     * @param stream which
     * @return the version of its last event; 0 if nobody wrote to it
     * @throws StreamDeletedException if the stream was deleted
     */
    long version(StreamId stream);

    /**
     * The version a stream had at an instant of business time: that of the last event before the first one that occurred
     * later.
     *
     * @param stream which
     * @param instant UTC, compared with {@code occurredAt}
     * @return the version; 0 if nothing had happened by then
     */
    default long versionAt(StreamId stream, Instant instant) {
        return StoreWork.join(transactions(), () -> {
            for (EventEnvelope<DomainEvent> event : read(stream)) {
                if (event.occurredAt().isAfter(instant)) {
                    return event.version() - 1;
                }
            }
            return version(stream);
        });
    }

    /**
     * Reads the rest of a stream one event after the other, in memory that does not grow with the stream.
     *
     * <p>It reads in pages, in one transaction if the caller is in one; events that are appended while it reads may come
     * too.
     *
     * @param stream which
     * @param afterVersion the last version already known, 0 for the whole stream
     * @param reader takes each event, in order
     * @return the version of the last stored event, also of one of which upcasters left nothing; {@code afterVersion} if
     *     there is none
     * @throws UnreadableEventException if a stored event cannot be read by this code; those before it were handed on
     * @throws IllegalArgumentException if the version is negative
     */
    default long forEach(StreamId stream, long afterVersion, Consumer<? super EventEnvelope<DomainEvent>> reader) {
        return StoreWork.join(transactions(), () -> {
            long version = version(stream);
            List<EventEnvelope<DomainEvent>> events = read(stream, afterVersion);
            events.forEach(reader);
            long last = events.isEmpty()
                    ? afterVersion
                    : events.get(events.size() - 1).version();
            return Math.max(last, Math.max(version, afterVersion));
        });
    }

    /**
     * Waits for whoever appends to a stream and makes others wait, until the end of the current transaction; what is read
     * after it is the newest state, which nobody else can change. A stream nobody wrote to cannot be locked.
     *
     * @param stream which
     * @throws org.dddblocks.persistence.ConflictException if the database gave the row to somebody else (deadlock, lock
     *     timeout)
     * @throws IllegalStateException outside a transaction
     */
    default void lock(StreamId stream) {}

    /**
     * Where this store keeps snapshots.
     *
     * @return the same object each time
     * @throws UnsupportedOperationException if it keeps none
     */
    default SnapshotStore snapshotStore() {
        throw new UnsupportedOperationException(
                "%s keeps no snapshots; use JdbcEventStore, or implement snapshotStore()."
                        .formatted(getClass().getName()));
    }

    /**
     * The transactions that this store joins.
     *
     * @return the same object each time
     */
    Transactions transactions();

    /**
     * Begins a repository for one kind of aggregate.
     *
     * <pre>{@code
     * Repository<Order, OrderId> orders = store.repository(Order.TYPE)
     *         .recordedEvents(outbox.translating(new OrderMessages()))
     *         .build();
     * }</pre>
     *
     * @param type the root's description
     * @param <A> the root
     * @param <I> its id
     * @param <E> its events
     * @return a builder
     */
    default <A extends EventSourcedAggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent>
            RepositoryBuilder<A, I, E> repository(AggregateType<A, I, E> type) {
        return new RepositoryBuilder<>(this, type);
    }

    /**
     * Begins a repository for the streams of one decider.
     *
     * <pre>{@code
     * DeciderRepository<DoorCommand, Door, DoorEvent> doors = store.repository("door", Door.DOOR).build();
     * }</pre>
     *
     * @param name the stable name of their type: a letter, then letters, digits, {@code . _ -}, at most 100
     * @param decider decides and folds
     * @param <C> the commands
     * @param <S> the state
     * @param <E> the events
     * @return a builder
     * @throws IllegalArgumentException if the name is not allowed
     */
    default <C, S, E extends DomainEvent> DeciderRepositoryBuilder<C, S, E> repository(
            String name, Decider<C, S, E> decider) {
        return new DeciderRepositoryBuilder<>(this, name, decider);
    }
}
