package org.dddblocks.persistence.spi;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the leases of one node alive from a thread of its own, however long the work under them takes.
 *
 * <p><b>Shape.</b> Each lease is renewed three times within its length. One that could not be renewed for that long, or was
 * taken over, is not {@linkplain #holds held} any more. Renewing needs a connection for a moment. <b>Threads.</b> Safe for
 * many threads; its own is a named daemon.
 * <pre>{@code
 * try (LeaseKeeper keeper = LeaseKeeper.start(leases, "relay-leases")) {
 *     Optional<Lease> lease = keeper.acquire("relay/orders", Duration.ofSeconds(10));
 *     while (keeper.holds(lease.orElseThrow())) {
 *         leases.call(lease.orElseThrow(), () -> deleteSentRows());
 *     }
 * }
 * }</pre>
 */
public final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final int RENEWALS = 3;
    private static final long LONGEST_PAUSE = Duration.ofSeconds(1).toNanos();
    private static final long SHORTEST_PAUSE = Duration.ofMillis(1).toNanos();

    private final Leases leases;
    private final String owner = Leases.newOwner();
    private final Map<Lease, Kept> kept = new ConcurrentHashMap<>();
    private final Thread thread;
    private final Semaphore changed = new Semaphore(0);
    private volatile boolean closed;

    private LeaseKeeper(Leases leases, String threadName) {
        this.leases = leases;
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    /**
     * Starts the thread that renews.
     *
     * @param leases where they are kept
     * @param threadName names the thread
     * @return a keeper with an owner's name of its own; close it
     */
    public static LeaseKeeper start(Leases leases, String threadName) {
        LeaseKeeper keeper = new LeaseKeeper(leases, threadName);
        keeper.thread.start();
        return keeper;
    }

    /**
     * Who holds the leases of this keeper.
     *
     * @return the owner's name
     */
    public String owner() {
        return owner;
    }

    /**
     * Takes a lease if it is to be had, and renews it from now on.
     *
     * @param name what only one may do
     * @param length how long it lasts without renewal
     * @return the lease, or empty while another one holds it
     */
    public Optional<Lease> acquire(String name, Duration length) {
        long before = System.nanoTime();
        Optional<Lease> lease = leases.acquire(name, owner, length);
        lease.ifPresent(taken -> keep(taken, before));
        return lease;
    }

    private synchronized void keep(Lease lease, long since) {
        if (!closed) {
            kept.put(lease, new Kept(since));
            changed.release(); // the pause may be too long for this one
        }
    }

    /**
     * Whether a lease is likely still held: it was renewed in time. Only a fence can tell for sure.
     *
     * @param lease acquired here
     * @return false once it was released, taken over, or not renewed for its length
     */
    public boolean holds(Lease lease) {
        Kept time = kept.get(lease);
        return time != null
                && System.nanoTime() - time.renewedAt < lease.length().toNanos();
    }

    /**
     * Stops renewing a lease and gives it back.
     *
     * @param lease acquired here
     */
    public void release(Lease lease) {
        Kept time = kept.remove(lease);
        if (time != null) {
            time.end();
        }
        leases.release(lease);
    }

    /**
     * Stops renewing a lease without giving it back: it was lost, or its work cannot be stopped.
     *
     * @param lease acquired here
     */
    public void forget(Lease lease) {
        kept.remove(lease);
    }

    /** Stops renewing; leases that were not released expire. */
    @Override
    public synchronized void close() {
        closed = true;
        kept.clear();
        changed.release();
    }

    private void run() {
        while (pause()) {
            kept.forEach(this::renewIfDue);
        }
    }

    private boolean pause() {
        long pause = LONGEST_PAUSE;
        for (Map.Entry<Lease, Kept> each : kept.entrySet()) {
            pause = Math.min(pause, each.getKey().length().toNanos() / RENEWALS - age(each.getValue()));
        }
        try {
            if (changed.tryAcquire(Math.max(pause, SHORTEST_PAUSE), TimeUnit.NANOSECONDS)) {
                changed.drainPermits();
            }
        } catch (InterruptedException e) { // nobody should; who wants this thread to end says close
            LOG.debug("The thread that renews leases was interrupted and goes on.", e);
        }
        return !closed;
    }

    private static long age(Kept time) {
        return System.nanoTime() - time.triedAt;
    }

    private void renewIfDue(Lease lease, Kept time) {
        if (age(time) < lease.length().toNanos() / RENEWALS) {
            return;
        }
        try {
            if (!time.renewed(() -> leases.renew(lease))) {
                kept.remove(lease);
                LOG.warn("The lease {} was taken over by another node; this one stops its work under it.", lease);
            }
        } catch (Throwable e) { // errors too: a keeper that ends silently would lose every lease
            LOG.warn("The lease {} could not be renewed; it is tried again until it expires.", lease, e);
        }
    }

    /** When a lease was renewed and when that was tried, by this process's own clock. */
    private static final class Kept {
        private volatile long renewedAt;
        private volatile long triedAt;
        private boolean ended;

        private Kept(long now) {
            renewedAt = now;
            triedAt = now;
        }

        /** Tries to renew, unless the lease is being given back; false if it was taken over. */
        private synchronized boolean renewed(BooleanSupplier renewal) {
            if (ended) {
                return true;
            }
            long now = System.nanoTime();
            triedAt = now;
            boolean renewed = renewal.getAsBoolean();
            if (renewed) {
                renewedAt = now;
            }
            return renewed;
        }

        /** Waits for a renewal that is on its way: one that came after the release would take the lease back. */
        private synchronized void end() {
            ended = true;
        }
    }
}
