package org.dddblocks.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.dddblocks.core.EventIds;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageHandler;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.SchemaText;
import org.dddblocks.persistence.Transactions;

/**
 * Runs sagas whose instances live in tables of one database.
 *
 * <p><b>Promise.</b> An instance ends COMPLETED or COMPENSATED, or stands in NEEDS_ATTENTION and says why, whatever process
 * dies when. A {@code tx} step takes effect once; a command is one message for each start of its step, delivered at least
 * once. Any number of runners, in one process or many, may work on the same tables.
 *
 * <pre>{@code
 * database.install(JdbcOutbox.schema(), Inbox.schema(), SagaRunner.schema());
 * SagaRunner sagas = SagaRunner.on(database, outbox, codec).register(fulfilOrder).build();
 * broker.subscribe("fulfilment-replies", sagas::expects, sagas.replies());
 * sagas.start(); // its threads
 * UUID id = sagas.start(fulfilOrder, orderId, Fulfilment.of(orderId, lines)); // an instance; joins the transaction
 * }</pre>
 *
 * <p><b>Units.</b> Times are the database's, in UTC, to the microsecond. <b>Threads.</b> Safe for many threads.
 *
 * @see <a href="https://microservices.io/patterns/data/saga.html">Richardson, Saga: orchestration</a>
 */
public final class SagaRunner implements AutoCloseable {
    /** Deduplicates replies for all runners of a database, apart from the consumers of the application. */
    private static final String CONSUMER = "ddd-saga-replies";

    private static final int LONGEST_KEY = 200;

    private final SagaTables tables;
    private final Transactions transactions;
    private final Definitions definitions;
    private final Set<String> replyTypes;
    private final Teller teller;
    private final SagaEngine engine;
    private final Sweeper sweeper;
    private final Workers workers;
    private final MessageHandler replies;
    private boolean started;
    private boolean closed;

    private SagaRunner(Builder builder) {
        PayloadCodec codec = builder.codec;
        this.tables = SagaTables.on(builder.database, codec);
        this.transactions = builder.database.transactions();
        this.definitions = Definitions.checked(builder.definitions, codec);
        this.replyTypes = definitions.replyTypes(codec);
        this.teller = new Teller(builder.listener);
        SagaConfig config = builder.config;
        TurnWorks works = new TurnWorks(tables, builder.outbox);
        this.engine = new SagaEngine(tables, works, definitions, config, teller);
        this.sweeper = new Sweeper(tables, engine, definitions, config.unknownAfter());
        this.workers = new Workers(engine, sweeper, config);
        this.replies = new ReplyHandler(tables, Inbox.on(builder.database, CONSUMER), teller, workers::offer);
    }

    /**
     * Begins a runner.
     *
     * @param database with the tables of {@link #schema()}
     * @param outbox on the same database; commands leave through it
     * @param codec knows the states, commands and replies
     * @return a builder
     */
    public static Builder on(Database database, Outbox outbox, PayloadCodec codec) {
        return new Builder(database, outbox, codec);
    }

    /**
     * The tables of a runner, for {@code database.install}. The inbox's tables are needed beside them.
     *
     * @return the schema's text
     */
    public static SchemaText schema() {
        return SchemaText.of(
                "saga", 1, dialect -> SagaRunner.class.getResourceAsStream("schema/v1/" + dialect + ".sql"));
    }

    /**
     * Starts an instance, unless the definition has one of this business key. It joins the current transaction: inside the
     * inbox transaction of the message that triggers it, either both happen or none.
     *
     * @param definition registered here; an instance keeps its version
     * @param businessKey what it is for, such as an order's number; 1 to 200 characters
     * @param state at the beginning; of no effect if there is an instance already
     * @param <S> the state
     * @return the id of the instance, new or old
     * @throws IllegalArgumentException if the definition is not registered or the key is blank or too long
     */
    public <S> UUID start(SagaDefinition<S> definition, String businessKey, S state) {
        Checks.that(
                definitions.contains(definition),
                "Saga %s version %d is not registered here; known are %s. Add .register(definition) to"
                        + " SagaRunner.on(…).",
                definition.name(),
                definition.version(),
                definitions.names());
        return startChecked(definition, businessKey, state);
    }

    /**
     * Starts an instance of the newest registered version, unless the definition has one of this business key.
     *
     * @param definition its name
     * @param businessKey what it is for, such as an order's number; 1 to 200 characters
     * @param state at the beginning, of the definition's state type
     * @return the id of the instance, new or old
     * @throws IllegalArgumentException if no definition has that name, the state is of another type, or the key is blank
     *     or too long
     */
    public UUID start(String definition, String businessKey, Object state) {
        SagaDefinition<?> newest = definitions.newest(definition);
        Checks.given(state, "The state", "sagas.start(\"fulfil-order\", orderId, Fulfilment.of(order))");
        Checks.that(
                newest.stateType().isInstance(state),
                "The state given to saga %s is a %s; it must be a %s. Start it with the definition itself, so that the"
                        + " compiler checks it.",
                definition,
                state.getClass().getName(),
                newest.stateType().getName());
        return startChecked(newest, businessKey, state);
    }

    private UUID startChecked(SagaDefinition<?> definition, String businessKey, Object state) {
        Checks.given(businessKey, "The business key", "sagas.start(definition, orderId, state)");
        Checks.given(state, "The state", "sagas.start(definition, orderId, Fulfilment.of(order))");
        Checks.that(
                !businessKey.isBlank() && businessKey.length() <= LONGEST_KEY && Checks.isPlain(businessKey),
                "The business key has %d characters; it must have 1 to %d that are not all blank, without control"
                        + " characters and halves of surrogate pairs. Use what identifies the thing the saga is about,"
                        + " such as an order's number.",
                businessKey.length(),
                LONGEST_KEY);
        Stored stored = tables.values().store(state);
        return transactions.call(() -> insert(definition, businessKey, stored));
    }

    private UUID insert(SagaDefinition<?> definition, String businessKey, Stored state) {
        Instant now = tables.database().now();
        SagaRow.Head head =
                new SagaRow.Head(EventIds.next(), definition.name(), definition.version(), businessKey, now);
        String first = definition.first().name();
        EventMetadata origin = CurrentMetadata.get();
        Place place = new Place(SagaStatus.RUNNING, first, 0, List.of(), null, null);
        SagaRow row = new SagaRow(head, state, place, now, null, origin, 0, 0, null);
        if (!tables.rows().insert(row.told(1))) {
            return existing(definition, businessKey);
        }
        Note note = new Note(StoryEntry.What.STARTED, null, 0, null, "", null, null);
        List<StoryEntry> told = tables.stories().tell(row, now, List.of(note));
        transactions.afterCommit(() -> {
            teller.tell(row, told);
            workers.offer(row.id());
        });
        return row.id();
    }

    private UUID existing(SagaDefinition<?> definition, String businessKey) {
        return tables.rows()
                .find(definition.name(), businessKey)
                .map(SagaRow::id)
                .orElseThrow(() -> new IllegalStateException(
                        ("Saga %s has an instance of key %s that this transaction cannot see. Start sagas at READ"
                                        + " COMMITTED, or try again in a new transaction.")
                                .formatted(definition.name(), businessKey)));
    }

    /**
     * Whether a message may be a reply to a command of a registered saga; for the subscription.
     *
     * @param message any
     * @return true if {@link #replies()} is to get it
     */
    public boolean expects(Message message) {
        return replyTypes.contains(message.type())
                && ReplyHandler.uuid(message.metadata().correlationId()) != null;
    }

    /**
     * Takes in replies, once each. A late, duplicate or unknown one is noted in its instance's story and changes nothing;
     * one that belongs to no instance of this database is passed over.
     *
     * @return the handler to subscribe
     */
    public MessageHandler replies() {
        return replies;
    }

    /**
     * Finds an instance.
     *
     * @param id its id
     * @return as stored now, or empty
     */
    public Optional<SagaInstance> find(UUID id) {
        return transactions.call(() -> tables.rows().find(id)).map(SagaRow::view);
    }

    /**
     * Finds an instance by what it was started for.
     *
     * @param definition name of its definition
     * @param businessKey its key
     * @return as stored now, or empty
     */
    public Optional<SagaInstance> find(String definition, String businessKey) {
        return transactions
                .call(() -> tables.rows().find(definition, businessKey))
                .map(SagaRow::view);
    }

    /**
     * The state of an instance.
     *
     * @param id its id
     * @param type class of the state
     * @param <S> the state
     * @return as stored now, or empty if there is no such instance
     * @throws IllegalStateException if it cannot be read as that type
     */
    public <S> Optional<S> state(UUID id, Class<S> type) {
        return transactions
                .call(() -> tables.rows().find(id))
                .map(row ->
                        tables.values().read(row.state(), type, Attention.UNDECODABLE_STATE, "The state of " + row));
    }

    /**
     * Lists instances by where they stand, the oldest first.
     *
     * @param status where they stand
     * @param limit how many at most, at least 1
     * @return an unmodifiable list
     */
    public List<SagaInstance> list(SagaStatus status, int limit) {
        Checks.that(limit >= 1, "The limit is %d; it must be at least 1.", limit);
        return transactions.call(() -> tables.rows().list(status, limit)).stream()
                .map(SagaRow::view)
                .toList();
    }

    /**
     * Counts instances by definition, version, status and step.
     *
     * @return one entry for each place where at least one stands
     */
    public List<SagaCount> counts() {
        return transactions.call(() -> tables.rows().count());
    }

    /**
     * The story of an instance: what ran, when, how it ended, and why.
     *
     * @param id its id
     * @return in the order in which it happened; empty if there is no such instance
     */
    public List<StoryEntry> story(UUID id) {
        return transactions.call(() -> tables.stories().story(id));
    }

    SagaEngine engine() {
        return engine;
    }

    Sweeper sweeper() {
        return sweeper;
    }

    /**
     * Starts the threads that move instances. What another process left behind, or an earlier run of this one, goes on.
     *
     * @throws IllegalStateException if it was started or closed before
     */
    public synchronized void start() {
        if (started || closed) {
            throw new IllegalStateException("This runner was %s before. Build a new one with SagaRunner.on(…)."
                    .formatted(closed ? "closed" : "started"));
        }
        started = true;
        workers.start();
    }

    /** Waits up to ten seconds for the steps that run, and ends the threads. What is not done yet stays due. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            workers.close();
        }
    }

    /** Collects what a runner needs; not for several threads. */
    public static final class Builder {
        private final Database database;
        private final Outbox outbox;
        private final PayloadCodec codec;
        private final List<SagaDefinition<?>> definitions = new ArrayList<>();
        private SagaConfig config = SagaConfig.builder().build();
        private Consumer<StoryEntry> listener = entry -> {};

        private Builder(Database database, Outbox outbox, PayloadCodec codec) {
            this.database = database;
            this.outbox = outbox;
            this.codec = codec;
        }

        /**
         * Adds a definition. Keep older versions registered while they have instances.
         *
         * @param definition what to run
         * @return this
         */
        public Builder register(SagaDefinition<?> definition) {
            definitions.add(definition);
            return this;
        }

        /**
         * Sets how the runner works.
         *
         * @param settings default: those of {@code SagaConfig.builder().build()}
         * @return this
         */
        public Builder config(SagaConfig settings) {
            this.config = settings;
            return this;
        }

        /**
         * Watches the stories of instances, after each commit of this runner. A crash may swallow an entry; the stored
         * story has it.
         *
         * @param watcher called by several threads; should be quick
         * @return this
         */
        public Builder listener(Consumer<StoryEntry> watcher) {
            this.listener = watcher;
            return this;
        }

        /**
         * Checks the definitions against the codec and makes the runner; nothing runs before {@link SagaRunner#start()}.
         *
         * @return the runner
         * @throws IllegalArgumentException if there is no definition, two have the same name and version, or the codec does
         *     not know a state or reply
         */
        public SagaRunner build() {
            return new SagaRunner(this);
        }
    }
}
