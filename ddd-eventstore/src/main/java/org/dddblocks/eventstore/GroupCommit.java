package org.dddblocks.eventstore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.dddblocks.persistence.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends outside a caller's transaction, several in one commit. Who finds nobody at work writes at once, on his own
 * thread; what arrives meanwhile is written together by threads of ours, which exist only while there is something to do.
 */
final class GroupCommit {
    private static final Logger LOG = LoggerFactory.getLogger(EventStore.class);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Database database;
    private final EventStoreConfig config;
    private final BatchCommit commit;
    private final CommitQueue queue;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int writing;
    private int threads;
    private int idle;
    private boolean closed;
    private volatile @Nullable Throwable lastFailure;

    GroupCommit(Database database, EventWriter writer, EventStoreConfig config) {
        this.database = database;
        this.config = config;
        this.commit = new BatchCommit(writer);
        this.queue = new CommitQueue(config.batch());
    }

    /** Waits for the end. */
    Appended append(EncodedAppend append) {
        WaitingAppend waiting = WaitingAppend.of(append, true);
        List<WaitingAppend> mine = enter(waiting);
        if (!mine.isEmpty()) {
            write(mine);
        }
        return Results.await(waiting.result());
    }

    /** Does not wait; the result is completed on a thread of the common pool. */
    CompletableFuture<Appended> appendAsync(EncodedAppend append) {
        WaitingAppend waiting = WaitingAppend.of(append, false);
        enter(waiting);
        return waiting.result();
    }

    /** The batch that the caller must write, or nothing if others will. */
    private List<WaitingAppend> enter(WaitingAppend waiting) {
        lock.lock();
        try {
            refuseWhenClosedOrFull();
            queue.add(waiting);
            if (waiting.sync() && writing < config.writers() && queue.size() == 1) {
                return begin();
            }
            callThreads();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private void refuseWhenClosedOrFull() {
        if (closed) {
            throw new IllegalStateException(
                    "The event store is closed and takes no more appends. Close it after everything that uses it.");
        }
        if (queue.size() >= config.mostWaiting()) {
            throw new RejectedExecutionException(
                    "%d appends are waiting to be written, as many as may. Wait for results before you append more, or raise"
                                    .formatted(queue.size())
                            + " EventStoreConfig.builder().mostWaiting(…).");
        }
    }

    private List<WaitingAppend> begin() {
        List<WaitingAppend> batch = queue.take();
        if (!batch.isEmpty()) {
            writing++;
        }
        return batch;
    }

    private void callThreads() {
        if (queue.size() > 0 && writing < config.writers()) {
            if (idle > 0) {
                changed.signal();
            } else if (threads < config.writers()) {
                threads++;
                Thread thread = new Thread(this::work, "dddblocks-append-" + database.table("event") + "-" + threads);
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private void work() {
        while (true) {
            List<WaitingAppend> batch = next();
            if (batch.isEmpty()) {
                return;
            }
            write(batch);
        }
    }

    /** Waits for work; nothing when there was none for a while, or the store is closed. */
    private List<WaitingAppend> next() {
        lock.lock();
        try {
            long left = IDLE_NANOS;
            while (left > 0 && !(closed && queue.size() == 0)) {
                List<WaitingAppend> batch = writing < config.writers() ? begin() : List.of();
                if (!batch.isEmpty()) {
                    return batch;
                }
                idle++;
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException e) { // nobody's business here: close() ends this thread
                    LOG.debug("The append thread was interrupted and goes on.", e);
                } finally {
                    idle--;
                }
            }
            threads--;
            callThreads(); // somebody may have called this thread just when its time was over
            changed.signalAll();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private void write(List<WaitingAppend> batch) {
        List<BatchCommit.End> ends;
        try {
            ends = commit.run(batch.stream().map(WaitingAppend::append).toList());
        } catch (Throwable e) { // also an Error: who waits must learn of it, and the others be served
            lastFailure = e;
            LOG.error("An append failed without an answer of the database; the event store goes on.", e);
            ends = batch.stream().map(any -> BatchCommit.End.failed(e)).toList();
        }
        release(batch);
        tell(batch, ends);
    }

    private void release(List<WaitingAppend> batch) {
        lock.lock();
        try {
            queue.done(batch);
            writing--;
            callThreads();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Callbacks of asynchronous senders run elsewhere, where they may append without waiting for themselves. */
    private void tell(List<WaitingAppend> batch, List<BatchCommit.End> ends) {
        List<Runnable> callbacks = new ArrayList<>();
        boolean written = false;
        for (int i = 0; i < batch.size(); i++) {
            WaitingAppend waiting = batch.get(i);
            BatchCommit.End end = ends.get(i);
            written |= end.written();
            Results.measure(config.metrics(), waiting, end);
            if (waiting.sync()) {
                waiting.complete(end.appended(), end.failure());
            } else {
                callbacks.add(() -> waiting.complete(end.appended(), end.failure()));
            }
        }
        if (written) {
            database.wakeUps().signal(JdbcEventStore.feedSignal(database));
        }
        if (!callbacks.isEmpty()) {
            ForkJoinPool.commonPool().execute(() -> callBack(callbacks.iterator()));
        }
    }

    /** In order, but who waits in his callback for another one's result does not keep it from being told. */
    private static void callBack(Iterator<Runnable> callbacks) {
        Runnable first = callbacks.next();
        if (callbacks.hasNext()) {
            ForkJoinPool.commonPool().execute(() -> callBack(callbacks));
        }
        first.run();
    }

    AppendHealth health() {
        lock.lock();
        try {
            Duration oldest = Duration.ofNanos(Math.max(0, System.nanoTime() - queue.oldest()));
            return new AppendHealth(closed, queue.size(), oldest, writing, lastFailure);
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more, writes what waits, and gives up on what is left when the time is over. */
    void close() {
        List<WaitingAppend> left;
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            long nanos = config.closeWithin().toNanos();
            while (nanos > 0 && (queue.size() > 0 || writing > 0)) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            left = queue.drop();
            lock.unlock();
        }
        left.forEach(
                waiting -> waiting.complete(
                        null,
                        new IllegalStateException(
                                "The event store was closed before this append was written; nothing of it is"
                                        + " stored. Wait for results before you close, or raise EventStoreConfig.builder().closeWithin(…).")));
    }
}
