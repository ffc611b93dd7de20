package org.dddblocks.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.dddblocks.persistence.spi.WakeUps;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the other processes that share a PostgreSQL database when there is something to do, by LISTEN and NOTIFY.
 *
 * <p>A hint only: what gets lost is found by polling. Signals go out after the commit, never inside a caller's
 * transaction (where NOTIFY would make the commits of all writers wait for each other): one that comes alone at once, many
 * of a moment as few. <b>Connections.</b> Two of its own, kept open; so not from a pool that others need. One that is lost is replaced, after
 * growing pauses, and then everybody is woken. Needs PostgreSQL's driver. <b>Threads.</b> Two daemons of its own.
 *
 * <pre>{@code
 * PostgresWakeUps wakeUps = PostgresWakeUps.start(database, twoMoreConnections); // a DataSource of its own
 * engine.start();
 * }</pre>
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-notify.html">PostgreSQL, NOTIFY</a>
 */
public final class PostgresWakeUps implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresWakeUps.class);
    private static final String CHANNEL = "ddd_wake_up";
    /** NOTIFY refuses 8,000 bytes; our names are table names. */
    private static final int LONGEST = 1_000;

    /**
     * Each commit with a NOTIFY takes a lock of the whole server, which all that notify wait for: after one, the lock is
     * left to others for as long as it took, and no process notifies more often than this. It costs a signal that comes
     * alone nothing, and one of many at most one such pause.
     */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);

    private static final Duration LONGEST_PAUSE_BETWEEN = Duration.ofMillis(10);
    /**
     * A commit that need not reach the disk, since no signal outlives the server: that takes most of the way, and of the
     * time with the lock, away. It is a setting of this transaction only, so the connection goes back as it came.
     */
    private static final String NOTIFY = "select pg_notify(?, ?), set_config('synchronous_commit', 'off', true)";

    private static final int WAIT_MILLIS = 500;
    private static final long FIRST_PAUSE = 50;
    private static final long LONGEST_PAUSE = 5_000;

    private final WakeUps wakeUps;
    private final DataSource connections;
    private final Duration shortestPause;
    private final String self = UUID.randomUUID().toString();
    private final Set<String> outgoing = new LinkedHashSet<>();
    private final Semaphore toSend = new Semaphore(0);
    private final Semaphore closing = new Semaphore(0);
    private final Consumer<String> sender = this::send;
    private final Thread listens = new Thread(() -> connected("LISTEN", this::listen), "ddd-wake-ups-listen");
    private final Thread notifies = new Thread(() -> connected("NOTIFY", this::notifyOthers), "ddd-wake-ups-notify");
    private volatile boolean closed;

    private PostgresWakeUps(WakeUps wakeUps, DataSource connections, Duration shortestPause) {
        this.wakeUps = wakeUps;
        this.connections = connections;
        this.shortestPause = shortestPause;
    }

    /**
     * Begins to carry signals, both ways.
     *
     * @param database whose signals
     * @param connections gives the two connections, to the same PostgreSQL database
     * @return close it to stop
     * @throws IllegalArgumentException if the database is not PostgreSQL
     */
    public static PostgresWakeUps start(Database database, DataSource connections) {
        return start(database, connections, SHORTEST_PAUSE);
    }

    static PostgresWakeUps start(Database database, DataSource connections, Duration shortestPause) {
        if (!database.dialect().name().equals("postgresql")) {
            throw new IllegalArgumentException(
                    "PostgresWakeUps was started for %s; only PostgreSQL has LISTEN and NOTIFY. Leave it out: nodes then"
                                    .formatted(database.dialect().name())
                            + " find each other's events by polling.");
        }
        PostgresWakeUps started = new PostgresWakeUps(database.wakeUps(), connections, shortestPause);
        started.begin();
        return started;
    }

    private void begin() {
        wakeUps.handTo(sender);
        listens.setDaemon(true);
        notifies.setDaemon(true);
        listens.start();
        notifies.start();
    }

    /** On the thread that committed: must not wait. */
    private void send(String name) {
        synchronized (outgoing) {
            outgoing.add(name);
        }
        toSend.release();
    }

    private Set<String> taken() {
        synchronized (outgoing) {
            Set<String> taken = Set.copyOf(outgoing);
            outgoing.clear();
            return taken;
        }
    }

    /** What a thread does with a connection, until it breaks. */
    private interface Work {
        void with(Connection connection) throws SQLException, InterruptedException;
    }

    private void connected(String what, Work work) {
        long pause = FIRST_PAUSE;
        while (!closed) {
            long began = System.nanoTime();
            try (Connection connection = connections.getConnection()) {
                connection.setAutoCommit(true);
                work.with(connection);
            } catch (InterruptedException e) {
                return; // by close
            } catch (Throwable e) { // whatever it is, polling goes on and so do we
                pause = System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(LONGEST_PAUSE) ? FIRST_PAUSE : pause;
                retry(what, pause, e);
                pause = Math.min(LONGEST_PAUSE, pause * 2);
            }
        }
    }

    private void retry(String what, long pause, Throwable trouble) {
        if (closed) {
            return;
        }
        LOG.warn(
                "The connection for {} broke ({}); another one is tried in {} ms. Until then nodes find events by polling.",
                what,
                trouble.toString(),
                pause);
        try {
            closed |= closing.tryAcquire(pause, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed = true; // only close interrupts
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
        }
        wakeUps.missedSome();
        PGConnection server = connection.unwrap(PGConnection.class);
        while (!closed) {
            PGNotification[] arrived = server.getNotifications(WAIT_MILLIS);
            for (PGNotification each : arrived == null ? new PGNotification[0] : arrived) {
                arrived(each.getParameter());
            }
        }
    }

    private void arrived(String text) {
        int bar = text.indexOf('|');
        if (bar > 0 && !text.startsWith(self)) {
            wakeUps.arrived(text.substring(bar + 1));
        }
    }

    private void notifyOthers(Connection connection) throws SQLException, InterruptedException {
        while (!closed) {
            toSend.acquire();
            toSend.drainPermits();
            long began = System.nanoTime();
            for (String name : taken()) {
                notifyOthers(connection, name);
            }
            closed |= closing.tryAcquire(pauseAfter(System.nanoTime() - began), TimeUnit.NANOSECONDS);
        }
    }

    /** What is signalled meanwhile goes out together. */
    private long pauseAfter(long took) {
        return Math.max(shortestPause.toNanos(), Math.min(took, LONGEST_PAUSE_BETWEEN.toNanos()));
    }

    private void notifyOthers(Connection connection, String name) throws SQLException {
        if (name.length() > LONGEST) {
            return;
        }
        try (var statement = connection.prepareStatement(NOTIFY)) {
            statement.setString(1, CHANNEL);
            statement.setString(2, self + "|" + name);
            statement.execute();
        } catch (SQLException e) { // for the next connection
            send(name);
            throw e;
        }
    }

    /** Stops carrying signals; gives both connections back within about a second. */
    @Override
    public void close() {
        closed = true;
        wakeUps.handNoMoreTo(sender);
        closing.release(2);
        notifies.interrupt();
        listens.interrupt();
    }
}
