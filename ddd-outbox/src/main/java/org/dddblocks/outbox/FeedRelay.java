package org.dddblocks.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedSource;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.SchemaText;
import org.dddblocks.persistence.spi.LeaseKeeper;
import org.dddblocks.persistence.spi.Leases;
import org.dddblocks.persistence.spi.WakeUps;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages of the events of a feed to a broker, so that an event store needs no outbox beside it.
 *
 * <p><b>Promise.</b> The messages of every committed event are delivered at least once; those of one stream are first
 * delivered in the order of its versions, whatever crashes or runs twice. A message has the same id each time it is sent. A
 * broker outage loses nothing and counts against no message.
 * <b>Failure.</b> What {@link OutboxConfig#attempts} times was refused parks its key: from there on nothing of it is sent, other
 * keys go on, until a person redrives it. What cannot be translated is parked at once. An event that the feed itself
 * cannot read stops this relay, visibly ({@link #trouble}), unless {@link Builder#types} leaves it out.
 * <b>Shape.</b> All relays of one name, in however many processes, are one: by a lease one of them works. It stores how far all
 * was accepted, at most five times a second; whoever takes over repeats what came behind. At most some 2,000 messages are in
 * memory; a failing key behind which much was read is set aside until its next try, so that a crash does not repeat what
 * came after it.
 * <b>Threads.</b> Three daemons for each relay that is started; all methods may be called from any thread.
 *
 * <pre>{@code
 * FeedRelay.Builder described = FeedRelay.with(database, store, broker, "ordering")
 *         .translating(codec, new OrderMessages());
 * try (FeedRelay relay = described.build()) {
 *     relay.start();
 *     Thread.currentThread().join(); // until the process is asked to end
 * }
 * }</pre>
 *
 * @see <a href="https://microservices.io/patterns/data/event-sourcing.html">Richardson, Event sourcing</a>
 */
public final class FeedRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FeedRelay.class);
    private static final AtomicInteger RELAYS = new AtomicInteger();
    private static final int MOST_LISTED = 1000;

    private final Builder description;
    private final FeedMessages messages;
    private final Database database;
    private final FeedTable table;
    private final OutboxConfig config;
    private final String name;
    private @Nullable Running running;
    private boolean closed;

    private FeedRelay(Builder builder, FeedMessages messages) {
        this.description = builder;
        this.messages = messages;
        this.database = builder.database;
        this.name = builder.name;
        this.config = builder.config;
        this.table = new FeedTable(database, name);
    }

    private Running begin() {
        String threads = "ddd-feed-relay-" + RELAYS.incrementAndGet();
        Leases leases = Leases.on(database);
        LeaseKeeper keeper = LeaseKeeper.start(leases, threads + "-lease");
        FeedRelayLoop loop = new FeedRelayLoop(
                database,
                name,
                threads,
                messages,
                description.broker,
                config,
                keeper,
                leases,
                description.lease,
                description.startAfter,
                LOG);
        Thread thread = new Thread(loop, threads);
        thread.setDaemon(true);
        thread.start();
        // The name under which the event store of this database signals; a hint only, other feeds are polled.
        WakeUps.Listener appended = database.wakeUps().listen(database.table("event"), loop::wake);
        return new Running(loop, thread, keeper, appended, database.wakeUps().listen(signal(), loop::wake));
    }

    private record Running(
            FeedRelayLoop loop,
            Thread thread,
            LeaseKeeper keeper,
            WakeUps.Listener appended,
            WakeUps.Listener redriven) {}

    private synchronized Optional<FeedRelayLoop> loop() {
        return Optional.ofNullable(running).map(Running::loop);
    }

    /**
     * Describes a relay.
     *
     * @param database keeps its checkpoint and its lease ({@link #schema()} and {@link #leaseSchema()} installed), such as the
     *     event store's
     * @param feed what is read, such as an event store
     * @param broker where the messages go; it is not closed by the relay
     * @param source name of the context that sends, 1 to 255 characters
     * @return a builder
     */
    public static Builder with(Database database, FeedSource feed, Broker broker, String source) {
        return new Builder(database, feed, broker, source);
    }

    /**
     * The tables of checkpoints and parked keys, for {@link Database#install}.
     *
     * @return the schema
     */
    public static SchemaText schema() {
        return SchemaText.of(
                "feed_relay", 1, dialect -> FeedRelay.class.getResourceAsStream("feedrelay/v1/" + dialect + ".sql"));
    }

    /**
     * The table of the leases, which modules that use leases share.
     *
     * @return the schema
     */
    public static SchemaText leaseSchema() {
        return Leases.schema();
    }

    /**
     * Begins to relay, on threads of its own.
     *
     * @throws IllegalStateException if it was started or closed before
     */
    public synchronized void start() {
        if (closed || running != null) {
            throw new IllegalStateException("This relay was %s already. Make another one with FeedRelay.with(…)."
                    .formatted(closed ? "closed" : "started"));
        }
        running = begin();
    }

    private String signal() {
        return "feed relay " + name + " in " + database.table("feed_relay");
    }

    /**
     * How far this node knows the relay to have come: all that stands there or before it was accepted, or its key is parked.
     *
     * @return a place in the feed; 0 before this node was the active one
     */
    public long position() {
        return loop().map(FeedRelayLoop::position).orElse(0L);
    }

    /**
     * Whether this node is the one that works.
     *
     * @return true while it holds the lease
     */
    public boolean active() {
        return loop().filter(FeedRelayLoop::active).isPresent();
    }

    /**
     * How many messages the broker accepted from this node.
     *
     * @return since it was made
     */
    public long accepted() {
        return loop().map(FeedRelayLoop::accepted).orElse(0L);
    }

    /**
     * Why this node cannot work at present.
     *
     * @return what the last failure said; empty if it works or stands by
     */
    public Optional<String> trouble() {
        return loop().flatMap(running -> Optional.ofNullable(running.trouble()));
    }

    /**
     * The keys that wait for a person, the longest parked first.
     *
     * @return at most 1000 of them
     */
    public List<ParkedKey> parked() {
        return table.keys(MOST_LISTED, FeedTable.PARKED, FeedTable.REDRIVE);
    }

    /**
     * Sends what is left of a parked key: the message that failed and those behind it, in order. If one fails again, the key is
     * parked there. The feed is read again from that place.
     *
     * @param key as listed by {@link #parked}
     * @throws NoSuchElementException if it is not parked there any more
     */
    public void redrive(ParkedKey key) {
        redriveFrom(key, key.ordinal());
    }

    /**
     * Gives the message up at which a key is parked, for ever, and sends those behind it.
     *
     * @param key as listed by {@link #parked}
     * @param who decided it, 1 to 255 characters
     * @param why it is not needed any more, 1 to 255 characters
     * @throws NoSuchElementException if it is not parked there any more
     */
    public void discard(ParkedKey key, String who, String why) {
        Given.name(who, "who", 255, "Name the person who decides.");
        Given.name(why, "why", 255, "Say why the message is not needed any more.");
        redriveFrom(key, key.ordinal() + 1);
        LOG.warn(
                "{} discarded message {} of position {} of {}: {}", who, key.ordinal(), key.position(), key.key(), why);
    }

    private void redriveFrom(ParkedKey key, int ordinal) {
        if (!table.wantRedriven(key.key(), key.position(), key.ordinal(), ordinal)) {
            throw new NoSuchElementException(
                    "The key %s is not parked at position %d any more. Take it from FeedRelay.parked()."
                            .formatted(key.key(), key.position()));
        }
        database.wakeUps().signal(signal());
    }

    /**
     * Stops sending, waits for answers to what was sent, notes them, gives its lease back, and returns within {@link
     * OutboxConfig#closeTimeout()}. Closing twice does nothing.
     */
    @Override
    public void close() {
        Running ending;
        synchronized (this) {
            ending = closed ? null : running;
            closed = true;
        }
        if (ending != null) {
            end(ending);
        }
    }

    private void end(Running ending) {
        ending.appended.close();
        ending.redriven.close();
        long timeout = config.closeTimeout().toNanos();
        // The rest is for writing down what was answered.
        ending.loop.close(System.nanoTime() + timeout - Math.min(timeout / 4, 1_000_000_000L));
        try {
            ending.thread.join(Math.max(1, timeout / 1_000_000));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        ending.keeper.close();
        if (ending.thread.isAlive()) {
            LOG.warn(
                    "The relay {} did not stop within {}; its daemon thread ends by itself.",
                    name,
                    config.closeTimeout());
        }
    }

    /** Describes a relay of a feed. */
    public static final class Builder {
        private static final int LONGEST_NAME = 100;

        private final Database database;
        private final FeedSource feed;
        private final Broker broker;
        private final String source;
        private String name;
        private OutboxConfig config = OutboxConfig.builder().build();
        private Duration lease = Duration.ofSeconds(10);
        private long startAfter;
        private Set<Class<? extends DomainEvent>> types = Set.of();
        private @Nullable PayloadCodec codec;
        private @Nullable MessageTranslator translator;

        private Builder(Database database, FeedSource feed, Broker broker, String source) {
            this.database = Objects.requireNonNull(database, "database");
            this.feed = Objects.requireNonNull(feed, "feed");
            this.broker = Objects.requireNonNull(broker, "broker");
            this.source = Given.name(source, "source", 255, "Name the context that sends, such as ordering.");
            this.name = "main";
        }

        /**
         * Names the relay; each name has a checkpoint of its own, and gives its messages other ids.
         *
         * @param stable 1 to 100 characters; default {@code main}
         * @return this builder
         */
        public Builder named(String stable) {
            name = Given.name(stable, "The name of a feed's relay", LONGEST_NAME, "Name where the messages go.");
            return this;
        }

        /**
         * Sets what makes messages of events. It must make the same messages of the same event each time.
         *
         * @param codec knows every message type that is sent
         * @param translator from events to messages; called on the relay's thread
         * @return this builder
         */
        public Builder translating(PayloadCodec codec, MessageTranslator translator) {
            this.codec = Objects.requireNonNull(codec, "codec");
            this.translator = Objects.requireNonNull(translator, "translator");
            return this;
        }

        /**
         * Reads events of some types only; others are not even decoded.
         *
         * @param wanted classes or interfaces, at least one
         * @return this builder
         */
        public Builder types(Set<Class<? extends DomainEvent>> wanted) {
            Given.that(
                    !wanted.isEmpty(), "The number of event types", 0, "at least 1", "Leave types(…) out to read all.");
            types = Set.copyOf(wanted);
            return this;
        }

        /**
         * Lets a relay that is new begin behind a place of the feed; one that has a checkpoint goes on from there.
         *
         * @param position 0, the default, for all events; {@link FeedSource#feedHead} for those to come
         * @return this builder
         */
        public Builder startAfter(long position) {
            Given.that(position >= 0, "The position to start after", position, "at least 0", "0 means: all events.");
            startAfter = position;
            return this;
        }

        /**
         * Sets polling, batch size, time-outs and attempts. Policies of failure do not apply here: keys are parked.
         *
         * @param settings the default is the recommended one
         * @return this builder
         */
        public Builder config(OutboxConfig settings) {
            config = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /**
         * Sets how long a dead node's work waits for another node.
         *
         * @param length at least 100 ms; default 10 s
         * @return this builder
         */
        public Builder lease(Duration length) {
            Given.that(
                    length.toMillis() >= 100,
                    "The lease of a feed's relay",
                    length,
                    "at least 100 ms",
                    "10 s suit most.");
            lease = length;
            return this;
        }

        /**
         * Builds the relay; it does nothing until {@link FeedRelay#start()}.
         *
         * @return the relay
         * @throws IllegalStateException without {@link #translating}
         */
        public FeedRelay build() {
            if (codec == null || translator == null) {
                throw new IllegalStateException(
                        "This relay has nothing that makes messages of events. Add .translating(codec, translator).");
            }
            MessageMaker maker = new MessageMaker(codec, source, Map.of());
            return new FeedRelay(this, new FeedMessages(feed, types, maker, translator, name));
        }
    }
}
