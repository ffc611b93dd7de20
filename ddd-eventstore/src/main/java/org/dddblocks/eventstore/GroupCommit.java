package org.dddblocks.eventstore;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long MOST_LINGER_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final Database database;
    private final EventStoreConfig config;
    private final BatchCommit commit;
    private final CommitQueue queue;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition end = lock.newCondition();
    private int threads;
    private int idle;
    private int watching;
    private boolean closed;
    private volatile @Nullable Throwable lastFailure;

    GroupCommit(Database database, EventWriter writer, EventStoreConfig config) {
        this.database = database;
        this.config = config;
        this.commit = new BatchCommit(writer);
        this.queue = new CommitQueue(config);
    }

    /** Waits for the end. */
    Appended append(EncodedAppend append) {
        WaitingAppend waiting = WaitingAppend.of(append, true);
        SharedCommit mine = enter(waiting);
        if (mine != null) {
            write(mine);
            leave(mine);
        }
        return Results.await(waiting.result());
    }

    /** Does not wait; the result is completed on a thread of the common pool. */
    CompletableFuture<Appended> appendAsync(EncodedAppend append) {
        WaitingAppend waiting = WaitingAppend.of(append, false);
        enter(waiting);
        return waiting.result();
    }

    /** What the caller must write, or null if others will. */
    private @Nullable SharedCommit enter(WaitingAppend waiting) {
        lock.lock();
        try {
            refuseWhenClosedOrFull();
            queue.add(waiting);
            SharedCommit mine = waiting.sync() && queue.size() == 1 ? queue.begin() : null;
            if (mine == null) {
                callThreads();
            }
            return mine;
        } finally {
            lock.unlock();
        }
    }

    private void leave(SharedCommit batch) {
        lock.lock();
        try {
            queue.ended(batch);
            end.signalAll();
            callThreads();
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

    private void callThreads() {
        if (queue.size() == 0) {
            return;
        }
        if (idle == 0 && threads < config.writers()) {
            threads++;
            Thread thread = new Thread(this::work, "dddblocks-append-" + database.table("event") + "-" + threads);
            thread.setDaemon(true);
            thread.start();
        } else if (watching == 0 || queue.mayBegin()) {
            work.signal();
        }
    }

    private void work() {
        SharedCommit batch = next(null);
        while (batch != null) {
            int before = write(batch);
            linger(batch, before + batch.senders());
            batch = next(batch);
        }
    }

    /** Waits for work; null when there was none for a while, or the store is closed. */
    private @Nullable SharedCommit next(@Nullable SharedCommit ended) {
        lock.lock();
        try {
            if (ended != null) {
                queue.ended(ended);
                end.signalAll();
            }
            long left = IDLE_NANOS;
            while (left > 0 && !(closed && queue.size() == 0)) {
                SharedCommit batch = queue.begin();
                if (batch != null) {
                    return batch;
                }
                boolean watches = queue.size() > 0; // whether the commit in flight has become slow
                pauses(watches, 1);
                try {
                    long after = work.awaitNanos(watches ? LOOK_AGAIN_NANOS : left);
                    left = watches ? IDLE_NANOS : after;
                } catch (InterruptedException e) { // nobody's business here: close() ends this thread
                    LOG.debug("The append thread was interrupted and goes on.", e);
                } finally {
                    pauses(watches, -1);
                }
            }
            threads--;
            callThreads(); // somebody may have called this thread just when its time was over
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void pauses(boolean watches, int more) {
        idle += more;
        watching += watches ? more : 0;
    }

    /** Returns how many waited when it was written. */
    private int write(SharedCommit batch) {
        List<BatchCommit.End> ends;
        try {
            ends = commit.run(
                    batch.appends().stream().map(WaitingAppend::append).toList());
        } catch (Throwable e) { // also an Error: who waits must learn of it, and the others be served
            lastFailure = e;
            LOG.error("An append failed without an answer of the database; the event store goes on.", e);
            ends = batch.appends().stream()
                    .map(any -> BatchCommit.End.failed(e))
                    .toList();
        }
        lock.lock();
        try {
            queue.written(batch);
        } finally {
            lock.unlock();
        }
        int waiting = queue.size();
        tell(batch, ends);
        return waiting;
    }

    /** Whoever fails here, such as one who listens for wake-ups, keeps no other commit from beginning. */
    private void tell(SharedCommit batch, List<BatchCommit.End> ends) {
        try {
            Results.tell(config.metrics(), batch.appends(), ends);
            if (ends.stream().anyMatch(BatchCommit.End::written)) {
                database.wakeUps().signal(JdbcEventStore.feedSignal(database));
            }
        } catch (Throwable e) {
            lastFailure = e;
            LOG.error("Appends are stored, but telling of them failed; the event store goes on.", e);
        }
    }

    /**
     * Under load those who were told just now append again at once. Waiting for them a moment, short beside the commit,
     * makes one batch of all instead of two of halves that take turns.
     */
    private void linger(SharedCommit batch, int expected) {
        if (batch.senders() > 1) {
            long until = System.nanoTime() + Math.min(MOST_LINGER_NANOS, batch.nanos() / 8);
            while (queue.size() < expected && System.nanoTime() < until) {
                Thread.yield();
            }
        }
    }

    AppendHealth health() {
        lock.lock();
        try {
            Duration oldest = Duration.ofNanos(Math.max(0, System.nanoTime() - queue.oldest()));
            return new AppendHealth(closed, queue.size(), oldest, queue.running(), lastFailure);
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
            work.signalAll();
            long nanos = config.closeWithin().toNanos();
            while (nanos > 0 && (queue.size() > 0 || queue.running() > 0)) {
                nanos = end.awaitNanos(nanos);
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
