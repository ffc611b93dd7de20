package org.dddblocks.eventstore;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BooleanSupplier;
import org.dddblocks.core.StreamId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes snapshots, and the bounded queue before it. */
final class SnapshotThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final BlockingQueue<Job> queue;
    /** Those in the queue and the one being written; a stream waits once. */
    private final Set<Key> busy = new HashSet<>();

    private final SnapshotConfig config;
    private final Thread thread;
    private volatile boolean closed;
    private long taken;
    private long dropped;
    private long failed;
    private @Nullable String lastFailure;

    SnapshotThread(SnapshotConfig config) {
        this.config = config;
        this.queue = new ArrayBlockingQueue<>(config.waiting());
        this.thread = new Thread(this::work, "ddd-snapshots");
        thread.setDaemon(true);
        thread.start();
    }

    private record Key(StreamId stream, String fingerprint) {}

    private static final Key END = new Key(new StreamId("end", "end"), "");

    private record Job(Key key, BooleanSupplier take) {}

    /** Never waits: what has no room is dropped, and comes again with a later event. */
    void offer(StreamId stream, String fingerprint, BooleanSupplier take) {
        Key key = new Key(stream, fingerprint);
        synchronized (busy) {
            if (closed || !busy.add(key)) {
                return;
            }
            if (!queue.offer(new Job(key, take))) {
                busy.remove(key);
                dropped++;
            }
        }
    }

    private void work() {
        while (!closed) {
            try {
                Job job = queue.take();
                if (!closed) {
                    now(job.key().stream(), job.take());
                    done(job.key());
                }
            } catch (InterruptedException e) { // nobody's business here, such as a handler's: close() ends this thread
                LOG.debug("The thread of snapshots was interrupted and goes on.", e);
            }
        }
    }

    private void done(Key key) {
        synchronized (busy) {
            busy.remove(key);
            busy.notifyAll();
        }
    }

    /** On the calling thread; a failure is told, not thrown. */
    boolean now(StreamId stream, BooleanSupplier take) {
        try {
            boolean kept = take.getAsBoolean();
            synchronized (busy) {
                taken += kept ? 1 : 0;
            }
            return kept;
        } catch (StreamDeletedException e) {
            return false; // nothing to keep
        } catch (Throwable e) {
            failed(stream, e);
            return false;
        }
    }

    private void failed(StreamId stream, Throwable e) {
        synchronized (busy) {
            failed++;
            lastFailure = stream + ": " + e;
        }
        if (!closed) {
            LOG.error("No snapshot of {} could be taken; loading it takes longer until the next one is.", stream, e);
        }
    }

    boolean awaitIdle(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        synchronized (busy) {
            while (!busy.isEmpty()) {
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return false;
                }
                busy.wait(millis);
            }
            return true;
        }
    }

    SnapshotHealth health() {
        synchronized (busy) {
            return new SnapshotHealth(
                    thread.isAlive() && !closed,
                    closed ? 0 : queue.size(),
                    taken,
                    dropped,
                    failed,
                    Optional.ofNullable(lastFailure));
        }
    }

    /** Without an interrupt, which would close the files of an embedded database. */
    @Override
    public void close() {
        synchronized (busy) {
            closed = true;
            queue.clear();
            busy.clear();
            busy.notifyAll();
        }
        queue.offer(new Job(END, () -> false)); // wakes the thread; there is room, since nothing is offered any more
        try {
            thread.join(config.closeWithin().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("A snapshot is still being written after {}; its thread ends with it.", config.closeWithin());
        }
    }
}
