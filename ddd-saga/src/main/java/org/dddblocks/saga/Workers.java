package org.dddblocks.saga;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of a runner: one that looks for what is due, and those that move instances. */
final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final Duration CLOSING = Duration.ofSeconds(10);
    private static final int POLLS_BETWEEN_SWEEPS = 10;

    private final SagaEngine engine;
    private final Sweeper sweeper;
    private final Duration pollEvery;
    private final ThreadPoolExecutor pool;
    private final Thread poller;
    private final Set<UUID> queued = ConcurrentHashMap.newKeySet();
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean running;
    private volatile boolean moreIsDue;

    Workers(SagaEngine engine, Sweeper sweeper, SagaConfig config) {
        this.engine = engine;
        this.sweeper = sweeper;
        this.pollEvery = config.pollEvery();
        this.pool = new ThreadPoolExecutor(
                config.threads(), config.threads(), 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), Workers::thread);
        this.poller = thread(this::poll);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "ddd-saga-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        running = true;
        poller.start();
    }

    /** A hint: what is not taken now is found by the next poll. */
    void offer(UUID instance) {
        if (running && queued.add(instance)) {
            try {
                pool.execute(() -> advance(instance));
            } catch (RejectedExecutionException e) { // closed meanwhile; the instance stays due
                queued.remove(instance);
            }
        }
    }

    private void advance(UUID instance) {
        queued.remove(instance);
        if (running) {
            engine.advance(instance);
        }
        if (moreIsDue && pool.getQueue().isEmpty()) {
            wake.release();
        }
    }

    private void poll() {
        boolean failing = false;
        for (int poll = 0; running; poll++) {
            try {
                if (poll % POLLS_BETWEEN_SWEEPS == 0) {
                    sweep(poll == 0);
                }
                offerDue();
                failing = false;
            } catch (Throwable e) { // this thread must outlive everything
                poll = poll == 0 ? -1 : poll; // the first sweep must have succeeded once
                if (!failing) {
                    LOG.warn("Sagas cannot be polled and wait until they can: {}", Failures.describe(e));
                }
                failing = true;
            }
            pause();
        }
    }

    private void sweep(boolean first) {
        sweeper.parkUnknown();
        sweeper.resume(Attention.UNKNOWN_DEFINITION);
        if (first) {
            sweeper.resume(Attention.UNKNOWN_STEP);
            sweeper.resume(Attention.UNDECODABLE_STATE);
            sweeper.resume(Attention.UNDECODABLE_REPLY);
        }
    }

    private void offerDue() {
        List<UUID> due = sweeper.due();
        moreIsDue = due.size() == Sweeper.BATCH;
        due.forEach(this::offer);
    }

    private void pause() {
        try {
            if (wake.tryAcquire(pollEvery.toNanos(), TimeUnit.NANOSECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            running = false;
        }
    }

    /** Lets what runs finish; nobody is interrupted, because that would close an embedded H2 database under the others. */
    void close() {
        running = false;
        wake.release();
        pool.shutdown();
        try {
            poller.join(CLOSING.toMillis());
            if (!pool.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A saga step still runs after {}; it is left to end by itself.", CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
