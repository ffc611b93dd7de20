package org.dddblocks.eventstore;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.EventIds;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.SchemaText;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.StoreWork;

/**
 * Keeps events in H2 or PostgreSQL.
 *
 * <p><b>Order.</b> A transaction's last step before its commit moves one counter row and so gives its events their places
 * in the feed: positions ascend in commit order, and {@link #readFeed} loses, repeats and inverts nothing. A
 * writer who is stopped in just that step stops the other writers, not the readers. On an adopted connection, which has no
 * last step, {@link #append} itself moves the counter and keeps it locked until the caller's commit: commit soon, and do
 * not append in a {@code callInNew} before that.
 * <p><b>Locks.</b> {@link #append} locks the stream's row until the commit; two transactions that append to the same
 * streams in opposite order may deadlock, and one of them then gets a {@code ConflictException} whose transaction is over.
 * On an adopted connection at REPEATABLE READ or stricter so does everyone who appends after another transaction did.
 * <p><b>Threads.</b> One instance serves many threads.
 *
 * <pre>{@code
 * Database database = Database.over(dataSource).schema("ordering");
 * database.install(JdbcEventStore.schema());
 * EventStore store = JdbcEventStore.on(database, JacksonCodec.builder().family(OrderEvent.class).build());
 * }</pre>
 */
public final class JdbcEventStore implements EventStore {
    private final Database database;
    private final Transactions transactions;
    private final PayloadCodec codec;
    private final StreamTable streams;
    private final EventTable events;
    private final FeedHead head;
    private final Object uncommittedKey;

    private JdbcEventStore(Database database, PayloadCodec codec) {
        this.database = database;
        this.transactions = database.transactions();
        this.codec = codec;
        this.streams = new StreamTable(database);
        this.events = new EventTable(database, codec);
        this.head = new FeedHead(database);
        this.uncommittedKey = new UncommittedEvents.Key(database.table("event"));
    }

    /**
     * Makes a store on the tables of {@link #schema}.
     *
     * @param database where they are
     * @param codec knows the types of all events, by the names under which they are stored
     * @return the store
     */
    public static JdbcEventStore on(Database database, PayloadCodec codec) {
        return new JdbcEventStore(
                Limits.given(database, "The Database of an event store"),
                Limits.given(codec, "The codec of an event store"));
    }

    /**
     * The tables of the store and of its projections.
     *
     * @return what {@link Database#install} wants
     */
    public static SchemaText schema() {
        return SchemaText.of(
                "eventstore", 1, dialect -> JdbcEventStore.class.getResourceAsStream("schema/v1/" + dialect + ".sql"));
    }

    @Override
    public Appended append(StreamId stream, long expectedVersion, List<? extends DomainEvent> newEvents) {
        Limits.given(stream, "The stream");
        Limits.version("expected by an append to", stream, expectedVersion);
        Limits.events(stream, newEvents);
        List<EncodedEvent> encoded = EncodedEvent.all(stream, newEvents, codec);
        return StoreWork.join(transactions, () -> write(stream, expectedVersion, encoded));
    }

    private Appended write(StreamId stream, long expected, List<EncodedEvent> encoded) {
        long version = expected + encoded.size();
        AtomicReference<Instant> recordedAt = new AtomicReference<>();
        return StoreWork.write(
                transactions,
                () -> recordedAt.set(streams.move(transactions.connection(), stream, expected, version)),
                () -> {
                    List<UncommittedEvent> appended =
                            envelopes(stream, expected, encoded, requireNonNull(recordedAt.get()));
                    keep(stream, expected, appended);
                    return new Appended(
                            version,
                            appended.stream().map(UncommittedEvent::envelope).toList());
                });
    }

    private List<UncommittedEvent> envelopes(
            StreamId stream, long expected, List<EncodedEvent> encoded, Instant recordedAt) {
        Instant occurredAt = database.clock().instant();
        EventMetadata metadata = CurrentMetadata.get();
        List<UncommittedEvent> envelopes = new ArrayList<>(encoded.size());
        for (EncodedEvent event : encoded) {
            EventEnvelope<DomainEvent> envelope = new EventEnvelope<>(
                    EventIds.next(),
                    stream,
                    expected + envelopes.size() + 1,
                    event.typeName(),
                    event.schemaVersion(),
                    occurredAt,
                    recordedAt,
                    metadata,
                    event.event());
            envelopes.add(new UncommittedEvent(envelope, event.payload()));
        }
        return envelopes;
    }

    /** Until the last step of our own transaction; a caller's transaction has none, so there it is done at once. */
    private void keep(StreamId stream, long expected, List<UncommittedEvent> appended) {
        UncommittedEvents uncommitted = uncommitted();
        boolean first = uncommitted.isEmpty();
        uncommitted.add(stream, expected, appended);
        if (transactions.adopted()) {
            place(uncommitted);
        } else if (first) {
            // Registered twice, so that what others do before the commit comes before the counter is locked.
            transactions.beforeCommit(() -> transactions.beforeCommit(() -> place(uncommitted)));
        }
    }

    private void place(UncommittedEvents uncommitted) {
        Connection connection = transactions.connection();
        List<UncommittedEvent> placed = uncommitted.events();
        long position;
        try {
            position = head.take(connection, placed.size(), uncommitted.versions());
        } catch (PersistenceException e) {
            EventEnvelope<?> first = placed.get(0).envelope();
            throw Races.ended(first.stream(), first.version() - 1, e);
        }
        events.insert(connection, position, placed);
        uncommitted.clear();
    }

    @Override
    public List<EventEnvelope<DomainEvent>> read(StreamId stream, long afterVersion) {
        Limits.given(stream, "The stream");
        Limits.version("to read after in", stream, afterVersion);
        return StoreWork.join(transactions, () -> {
            List<EventEnvelope<DomainEvent>> found = events.stream(transactions.connection(), stream, afterVersion);
            found.addAll(uncommitted().of(stream, afterVersion));
            return List.copyOf(found);
        });
    }

    @Override
    public long version(StreamId stream) {
        Limits.given(stream, "The stream");
        return StoreWork.join(transactions, () -> streams.version(transactions.connection(), stream));
    }

    @Override
    public FeedPage readFeed(long afterPosition, int limit) {
        Limits.feed(afterPosition, limit);
        return StoreWork.join(transactions, () -> events.feed(transactions.connection(), afterPosition, limit));
    }

    @Override
    public Transactions transactions() {
        return transactions;
    }

    private UncommittedEvents uncommitted() {
        return transactions.attachment(uncommittedKey, UncommittedEvents::new);
    }
}
