package org.dddblocks.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs work on several threads that begin together. */
final class Threads implements AutoCloseable {
    private final ExecutorService pool = Executors.newCachedThreadPool();

    /** What each work returned, in the order of the works; the first failure is thrown. */
    <T> List<T> together(List<? extends Callable<T>> works) throws Exception {
        CyclicBarrier start = new CyclicBarrier(works.size());
        List<Future<T>> running = new ArrayList<>();
        for (Callable<T> work : works) {
            running.add(pool.submit(() -> {
                start.await(120, TimeUnit.SECONDS);
                return work.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> one : running) {
            results.add(one.get(120, TimeUnit.SECONDS));
        }
        return results;
    }

    <T> Future<T> start(Callable<T> work) {
        return pool.submit(work);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
