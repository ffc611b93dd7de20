package org.dddblocks.outbox;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.spi.WakeUps;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the committed messages of an outbox to a broker and deletes those that the broker accepted.
 *
 * <p><b>Promise.</b> Every committed message is delivered at least once; messages of one key are first delivered in commit
 * order, whatever crashes, fails or runs twice. A key whose message fails is tried again after growing pauses while other
 * keys go on. An outage of broker or database loses nothing and counts against no message.
 * <b>Shape.</b> All relays of one outbox, in however many processes, share its keys by 64 buckets: each holds an equal part
 * by a lease. One that is closed hands its part over at once; one that died or was stopped (SIGSTOP) loses it after {@link
 * OutboxConfig#lease}, and then writes nothing any more.
 * <b>Threads.</b> One thread works and one hands messages to the broker; all methods may be called from any thread. The
 * relay takes a connection for each statement, or short transaction, and holds none while messages are on their way.
 *
 * <pre>{@code
 * try (OutboxRelay relay = OutboxRelay.with(database, broker, OutboxConfig.builder().build())) {
 *     relay.start();
 *     Thread.currentThread().join(); // until the process is asked to end
 * }
 * }</pre>
 *
 * @see <a href="https://microservices.io/patterns/data/polling-publisher.html">Richardson, Polling publisher</a>
 */
public final class OutboxRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final AtomicInteger RELAYS = new AtomicInteger();
    private static final long LOOK_AGAIN = Duration.ofMillis(50).toNanos();

    private final Database database;
    private final OutboxTable table;
    private final OutboxConfig config;
    private final RelayLoop loop;
    private final Thread thread;
    private final Object changed = new Object();
    private long changes;
    private WakeUps.@Nullable Listener listener;
    private boolean closed;

    private OutboxRelay(Database database, Broker broker, OutboxConfig config, OutboxMetrics metrics) {
        this.database = database;
        this.table = new OutboxTable(database);
        this.config = config;
        String name = "ddd-relay-" + RELAYS.incrementAndGet();
        this.loop = new RelayLoop(database, broker, config, metrics, name, LOG, this::signalChange);
        this.thread = new Thread(loop, name);
        this.thread.setDaemon(true);
    }

    /**
     * Describes a relay; it does nothing until {@link #start()}.
     *
     * @param database the one whose outbox is relayed ({@link JdbcOutbox#schema()} installed)
     * @param broker where the messages go; it is not closed by the relay: close the relay first, then the broker
     * @param config how it works
     * @return the relay
     */
    public static OutboxRelay with(Database database, Broker broker, OutboxConfig config) {
        return new OutboxRelay(
                Objects.requireNonNull(database, "database"),
                Objects.requireNonNull(broker, "broker"),
                Objects.requireNonNull(config, "config"),
                OutboxMetrics.NOBODY);
    }

    /**
     * Describes a relay whose sends and whose buckets are measured; it does nothing until {@link #start()}.
     *
     * @param database the one whose outbox is relayed ({@link JdbcOutbox#schema()} installed)
     * @param broker where the messages go, not measured yet; it is not closed by the relay
     * @param config how it works
     * @param metrics is told of each send, and which buckets the relay took, gave back and lost
     * @return the relay
     */
    public static OutboxRelay with(Database database, Broker broker, OutboxConfig config, OutboxMetrics metrics) {
        return new OutboxRelay(
                Objects.requireNonNull(database, "database"),
                Objects.requireNonNull(metrics, "metrics").measuring(Objects.requireNonNull(broker, "broker")),
                Objects.requireNonNull(config, "config"),
                metrics);
    }

    /**
     * Begins to relay, on threads of its own.
     *
     * @throws IllegalStateException if it was started or closed before
     */
    public synchronized void start() {
        if (closed || listener != null) {
            throw new IllegalStateException("This relay was %s already. Make another one with OutboxRelay.with(…)."
                    .formatted(closed ? "closed" : "started"));
        }
        listener = database.wakeUps().listen(table.wakeUpName(), loop::wake);
        thread.start();
    }

    /**
     * How many committed messages are not delivered yet.
     *
     * @return the number of rows; 0 means that the broker has everything
     */
    public long pending() {
        return table.pending();
    }

    /**
     * The keys whose next message cannot be delivered at present, longest failing first.
     *
     * @return at most 1000 of them
     */
    public List<FailingKey> failing() {
        return table.failing();
    }

    /**
     * How this relay stands; one short query.
     *
     * @return the state of this moment, also while the database is away
     */
    public RelayHealth health() {
        boolean running;
        synchronized (this) {
            running = listener != null && !closed && thread.isAlive();
        }
        try {
            return loop.health(running, table.haltedTypes());
        } catch (PersistenceException away) {
            RelayHealth known = loop.health(running, List.of());
            return new RelayHealth(
                    false, running, known.buckets(), known.brokerAway(), Math.max(1, known.troubles()), List.of());
        }
    }

    /**
     * Waits until the outbox is empty. Messages that handlers publish meanwhile count as well if they go through this
     * outbox; for several outboxes see {@link #awaitQuiet}. It asks the database from the calling thread: where a call to
     * that can hang, the driver's own time-out (of the socket) ends the waiting, not this one.
     *
     * @param timeout how long to wait
     * @return true if it was empty, false if the time was over before
     * @throws PersistenceException if the database is away; the relay itself goes on trying
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public boolean awaitDrained(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        loop.drain(1);
        try {
            return awaitEmpty(end);
        } finally {
            loop.drain(-1);
        }
    }

    private boolean awaitEmpty(long end) throws InterruptedException {
        while (true) {
            long seen = changes();
            // Asking costs more the more rows were deleted lately, and a relay that holds rows knows the answer.
            if (!loop.holdsRows() && table.isEmpty()) {
                return true;
            }
            if (end - System.nanoTime() <= 0) {
                return false;
            }
            awaitChange(seen, Math.min(end, System.nanoTime() + LOOK_AGAIN));
        }
    }

    private long changes() {
        synchronized (changed) {
            return changes;
        }
    }

    private void awaitChange(long seen, long until) throws InterruptedException {
        synchronized (changed) {
            for (long left = until - System.nanoTime(); changes == seen && left > 0; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(changed, left);
            }
        }
    }

    /**
     * Waits until several outboxes are empty at the same time, though handlers of one publish into another. For tests and
     * tools, while nobody else publishes; all relays must run in this process.
     *
     * @param relays one for each outbox
     * @param timeout how long to wait
     * @return true if all were empty and nothing was on its way, false if the time was over before
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public static boolean awaitQuiet(Collection<OutboxRelay> relays, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            long before = accepted(relays);
            for (OutboxRelay relay : relays) {
                if (!relay.awaitDrained(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                    return false;
                }
            }
            // Nothing was accepted during the round, so nothing moved from an outbox not yet seen to one seen before.
            if (accepted(relays) == before) {
                return true;
            }
        }
    }

    private static long accepted(Collection<OutboxRelay> relays) {
        return relays.stream().mapToLong(relay -> relay.loop.accepted()).sum();
    }

    private void signalChange() {
        synchronized (changed) {
            changes++;
            changed.notifyAll();
        }
    }

    /**
     * Stops sending, waits for answers to what was sent, notes them, and returns within {@link
     * OutboxConfig#closeTimeout()}, also when a handler or a call to the database hangs: what was not noted stays in the
     * outbox and comes again. Closing twice does nothing.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (listener == null) {
                return;
            }
            listener.close();
        }
        long timeout = config.closeTimeout().toNanos();
        // The rest is for writing down what was answered.
        loop.close(System.nanoTime()
                + timeout
                - Math.min(timeout / 4, Duration.ofSeconds(1).toNanos()));
        join(Math.max(1, timeout / 1_000_000));
    }

    private void join(long millis) {
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("The relay did not stop within {}; its daemon thread ends by itself.", config.closeTimeout());
        }
    }
}
