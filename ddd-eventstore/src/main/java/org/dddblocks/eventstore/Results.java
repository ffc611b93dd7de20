package org.dddblocks.eventstore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.dddblocks.persistence.ConflictException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How senders and listeners learn of an append's end. */
final class Results {
    private static final Logger LOG = LoggerFactory.getLogger(EventStore.class);

    private static final String THREADS = "java.util.concurrent.ForkJoinPool.common.parallelism";

    /**
     * The common pool runs nothing, and does not say so, where the JVM is told to give it no threads. A thread for each
     * task everywhere would cost most of the speed.
     */
    private static final Executor ELSEWHERE =
            Integer.getInteger(THREADS, 1) == 0 ? Results::onThread : ForkJoinPool.commonPool();

    private Results() {}

    private static void onThread(Runnable task) {
        Thread thread = new Thread(task, "dddblocks-append-callback");
        thread.setDaemon(true);
        thread.start();
    }

    /** Not ended by an interrupt: the append is on its way, and its sender must know how it ends. */
    static Appended await(CompletableFuture<Appended> result) {
        try {
            return Objects.requireNonNull(result.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** Callbacks of asynchronous senders run elsewhere, where they may append without waiting for themselves. */
    static void tell(EventStoreMetrics metrics, List<WaitingAppend> batch, List<BatchCommit.End> ends) {
        List<Runnable> callbacks = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            WaitingAppend waiting = batch.get(i);
            BatchCommit.End end = ends.get(i);
            measure(metrics, waiting, end);
            if (waiting.sync()) {
                waiting.complete(end.appended(), end.failure());
            } else {
                callbacks.add(() -> waiting.complete(end.appended(), end.failure()));
            }
        }
        if (!callbacks.isEmpty()) {
            ELSEWHERE.execute(() -> callBack(callbacks.iterator()));
        }
    }

    /** In order, but who waits in his callback for another one's result does not keep it from being told. */
    private static void callBack(Iterator<Runnable> callbacks) {
        Runnable first = callbacks.next();
        if (callbacks.hasNext()) {
            ELSEWHERE.execute(() -> callBack(callbacks));
        }
        first.run();
    }

    /** A listener that fails harms nobody, not even with an {@code Error}: others wait for what comes after it. */
    static void measure(EventStoreMetrics metrics, WaitingAppend waiting, BatchCommit.End end) {
        try {
            if (end.written()) {
                metrics.appended(
                        Duration.ofNanos(System.nanoTime() - waiting.since()),
                        waiting.append().size());
            } else if (end.failure() instanceof ConflictException) {
                metrics.conflict(waiting.append().parts().get(0).stream());
            }
        } catch (Throwable e) {
            LOG.error("The EventStoreMetrics of this event store failed; appends go on.", e);
        }
    }
}
