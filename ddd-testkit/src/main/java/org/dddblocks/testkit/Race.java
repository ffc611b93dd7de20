package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Lets several threads begin at the same moment and tells how each ended. */
final class Race {
    private static final int LONGEST_SECONDS = 180;
    /** Kept from one race to the next: a test may have a thousand. */
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "racer");
        thread.setDaemon(true);
        return thread;
    });

    private Race() {}

    /**
     * How one racer ended.
     *
     * @param value what it returned, or {@code null} if it failed
     * @param failure what it threw, or {@code null}
     */
    record Finish<T>(@Nullable T value, @Nullable Throwable failure) {
        boolean won() {
            return failure == null;
        }
    }

    static <T> List<Finish<T>> run(List<Callable<T>> racers) {
        CyclicBarrier start = new CyclicBarrier(racers.size());
        List<Future<T>> running = new ArrayList<>();
        try {
            for (Callable<T> racer : racers) {
                running.add(THREADS.submit(() -> {
                    start.await(LONGEST_SECONDS, TimeUnit.SECONDS);
                    return racer.call();
                }));
            }
            List<Finish<T>> finishes = new ArrayList<>();
            for (Future<T> run : running) {
                finishes.add(finish(run));
            }
            return finishes;
        } finally {
            running.forEach(run -> run.cancel(true));
        }
    }

    private static <T> Finish<T> finish(Future<T> run) {
        try {
            return new Finish<>(run.get(LONGEST_SECONDS, TimeUnit.SECONDS), null);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BrokenBarrierException) {
                return fail("The racers did not start together", e);
            }
            return new Finish<>(null, e.getCause());
        } catch (TimeoutException e) {
            return fail("A racer did not finish within %d seconds".formatted(LONGEST_SECONDS), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("Interrupted while waiting for a racer", e);
        }
    }
}
