package org.dddblocks.eventstore;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.SchemaText;
import org.dddblocks.persistence.Transactions;

/**
 * Keeps events in PostgreSQL, MariaDB or H2.
 *
 * <p><b>Order.</b> {@link #readFeed} loses, repeats and inverts nothing, in whatever order transactions commit; positions
 * of one stream ascend with its versions. On <em>PostgreSQL</em> writers do not wait for each other. Positions come from a
 * sequence and have gaps; the feed shows an event when every transaction that may still write before it has ended, so that
 * one that has appended and does not end halts the feed, for nobody's loss ({@link #feedStall}). On <em>H2 and MariaDB</em>
 * a transaction's last step before its commit moves one counter row; a writer who is stopped in just that step stops the
 * other writers, not the readers. There, on an adopted connection, which has no last step, {@link #append} itself moves the
 * counter and keeps it locked until the caller's commit: commit soon, and do not append in a {@code callInNew} before that.
 * <p><b>Checkpoints.</b> Keep the position of the last page. In the store's own database it is safe; elsewhere it may be
 * ahead of an older backup that is restored, or of a server that runs with {@code synchronous_commit = off} and crashes.
 * <p><b>Locks.</b> {@link #append} locks the rows of its streams, in one order for all writers, until the commit. A
 * transaction with several appends may lock in another order and meet a deadlock; it then gets a {@code ConflictException}
 * whose transaction is over. So does, at REPEATABLE READ or stricter, who appends to what others changed meanwhile.
 * Writing in a {@code callInNew} to a stream that the outer transaction has written to is refused ({@code
 * IllegalStateException}), because it would wait for ever.
 * <p><b>Commits.</b> Appends outside of transactions share commits where several come at once; who is alone does not wait.
 * <p><b>Threads.</b> One instance serves many threads, and has some of its own while appends wait; {@link #close} ends them.
 *
 * <pre>{@code
 * Database database = Database.over(dataSource).schema("ordering");
 * database.install(JdbcEventStore.schema());
 * EventStore store = JdbcEventStore.on(database, JacksonCodec.builder().family(OrderEvent.class).build());
 * }</pre>
 */
public final class JdbcEventStore implements EventStore, AutoCloseable {
    private final Database database;
    private final Transactions transactions;
    private final PayloadCodec codec;
    private final EventWriter writer;
    private final EventReader reader;
    private final StreamReader streams;
    private final SnapshotTable snapshots;
    private final StreamDeletion deletion;
    private final EventStoreConfig config;
    private final GroupCommit group;
    private final HeldStreams held;

    private JdbcEventStore(Database database, PayloadCodec codec, EventStoreConfig config) {
        this.database = database;
        this.transactions = database.transactions();
        this.codec = codec;
        this.writer = EventWriter.on(database, codec);
        this.reader = new EventReader(database, codec, config.metrics());
        this.streams = new StreamReader(database, codec);
        this.snapshots = new SnapshotTable(database, codec);
        this.deletion = new StreamDeletion(database, codec);
        this.config = config;
        this.group = new GroupCommit(database, writer, config);
        this.held = new HeldStreams(database);
    }

    /**
     * Makes a store on the tables of {@link #schema}, with the recommended configuration.
     *
     * @param database where they are
     * @param codec knows the types of all events, by the names under which they are stored
     * @return the store
     * @throws org.dddblocks.persistence.PersistenceException if the tables are missing or of an older version
     */
    public static JdbcEventStore on(Database database, PayloadCodec codec) {
        return on(database, codec, EventStoreConfig.builder().build());
    }

    /**
     * Makes a store on the tables of {@link #schema}, and tries on the database what its feed relies on.
     *
     * @param database where they are
     * @param codec knows the types of all events, by the names under which they are stored
     * @param config how it writes outside of transactions
     * @return the store
     * @throws org.dddblocks.persistence.PersistenceException if the tables are missing or old, or the
     *     feed would lose events there; with the remedy
     */
    public static JdbcEventStore on(Database database, PayloadCodec codec, EventStoreConfig config) {
        Limits.given(database, "The Database of an event store");
        Limits.given(codec, "The codec of an event store");
        Limits.given(config, "The EventStoreConfig of an event store");
        database.requireInstalled(schema());
        JdbcEventStore store = new JdbcEventStore(database, codec, config);
        store.reader.check();
        return store;
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
    public Appended append(Append append) {
        EncodedAppend encoded = EncodedAppend.of(Limits.given(append, "The append"), codec, database);
        return transactions.active() ? join(encoded) : group.append(encoded);
    }

    private Appended join(EncodedAppend append) {
        held.checkFree(append);
        WaitingAppend waiting = WaitingAppend.of(append, true);
        BatchCommit.End end;
        try {
            end = BatchCommit.End.of(writer.write(List.of(append)).get(0));
        } catch (RuntimeException e) {
            Results.measure(config.metrics(), waiting, BatchCommit.End.failed(e));
            throw e;
        }
        if (end.written()) {
            held.taken(append);
        }
        Results.measure(config.metrics(), waiting, end);
        waiting.complete(end.appended(), end.failure());
        Appended appended = Results.await(waiting.result());
        signal();
        return appended;
    }

    @Override
    public CompletionStage<Appended> appendAsync(Append append) {
        Limits.outsideTransactions(transactions.active());
        return group.appendAsync(EncodedAppend.of(Limits.given(append, "The append"), codec, database));
    }

    @Override
    public boolean delete(StreamId stream) {
        held.checkFree(Limits.given(stream, "The stream to delete"));
        boolean deleted = deletion.delete(stream);
        if (deleted) {
            held.taken(stream);
        }
        return deleted;
    }

    /**
     * How appends outside of transactions are doing.
     *
     * @return as of now
     */
    public AppendHealth health() {
        return group.health();
    }

    /**
     * Takes no more appends outside of transactions, waits for those on their way as long as the configuration says, and
     * fails the rest. Threads of the store end then. What joins a transaction, and reading, still works.
     */
    @Override
    public void close() {
        group.close();
    }

    private void signal() {
        database.wakeUps().signal(feedSignal(database));
    }

    /** The name under which appends wake those who read the feed. */
    static String feedSignal(Database database) {
        return database.table("event");
    }

    @Override
    public List<EventEnvelope<DomainEvent>> read(StreamId stream, long afterVersion) {
        Limits.given(stream, "The stream");
        Limits.version("to read after in", stream, afterVersion);
        return reader.read(stream, afterVersion);
    }

    @Override
    public long version(StreamId stream) {
        return reader.version(Limits.given(stream, "The stream"));
    }

    @Override
    public long versionAt(StreamId stream, Instant instant) {
        Limits.given(stream, "The stream");
        return streams.versionAt(
                stream, Limits.comparable(Limits.given(instant, "The instant for a version of " + stream)));
    }

    @Override
    public long forEach(StreamId stream, long afterVersion, Consumer<? super EventEnvelope<DomainEvent>> each) {
        Limits.given(stream, "The stream");
        Limits.version("to read after in", stream, afterVersion);
        return streams.envelopes(stream, afterVersion, Limits.given(each, "The reader of " + stream));
    }

    @Override
    public void lock(StreamId stream) {
        held.checkFree(Limits.given(stream, "The stream"));
        streams.lock(stream);
    }

    @Override
    public SnapshotStore snapshotStore() {
        return snapshots;
    }

    StreamLoader loader() {
        return streams;
    }

    @Override
    public FeedPage readFeed(long afterPosition, int limit) {
        Limits.feed(afterPosition, limit);
        return reader.feed(afterPosition, limit, Wanted.ALL);
    }

    @Override
    public FeedPage readFeed(long afterPosition, int limit, Set<Class<? extends DomainEvent>> types) {
        Limits.feed(afterPosition, limit);
        Limits.types(types);
        return reader.feed(afterPosition, limit, Wanted.of(types, codec));
    }

    @Override
    public OptionalLong newestPosition() {
        return reader.newestPosition();
    }

    @Override
    public OptionalLong positionOf(StreamId stream, long version) {
        return reader.positionOf(Limits.given(stream, "The stream"), version);
    }

    @Override
    public long feedHead() {
        return reader.feedHead();
    }

    /**
     * Who keeps the feed waiting, asked of the database now.
     *
     * @return the transactions that have appended and not ended for a second or longer while the feed waits for them;
     *     empty if it does not wait, as on H2 and MariaDB, where such a transaction stops other writers instead
     */
    public Optional<FeedStall> feedStall() {
        return reader.feedStall();
    }

    @Override
    public Transactions transactions() {
        return transactions;
    }
}
