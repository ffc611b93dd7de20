package org.dddblocks.eventstore;

import java.util.List;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.StreamId;
import org.dddblocks.core.TypedId;
import org.dddblocks.persistence.FeedSource;
import org.dddblocks.persistence.Transactions;

/**
 * Keeps what happened to each aggregate, in order, and refuses a writer who decided on an old state.
 *
 * <p><b>Shape.</b> A stream is a list of events numbered 1, 2, 3, … without gaps; a stream nobody wrote to has version 0.
 * Over all streams there is one feed, in the order in which the transactions committed. <b>Units.</b> Times are UTC, kept
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
     * @throws AppendIdReusedException if an append of other content is stored under this id
     * @throws StreamDeletedException if one of the streams was deleted
     * @throws org.dddblocks.persistence.CommitOutcomeUnknownException if the connection broke at the commit, and another
     *     try could not find out what became of it; ask again with the same id
     * @throws IllegalArgumentException if a payload is too large; nothing was written then
     */
    Appended append(Append append);

    /**
     * Reads a whole stream.
     *
     * @param stream which
     * @return its events in order, finite; empty for a stream nobody wrote to
     * @throws UnreadableEventException if a stored event cannot be read by this code; nothing is skipped
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
     * @throws IllegalArgumentException if the version is negative
     */
    List<EventEnvelope<DomainEvent>> read(StreamId stream, long afterVersion);

    /**
     * The version of a stream.
     *
     * @param stream which
     * @return the version of its last event; 0 if nobody wrote to it
     */
    long version(StreamId stream);

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
}
