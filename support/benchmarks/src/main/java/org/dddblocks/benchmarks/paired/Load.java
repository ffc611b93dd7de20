package org.dddblocks.benchmarks.paired;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Keeps a number of threads at one thing for the length of a slot. */
public record Load(int threads, Duration slot) {
    /** One turn of one thread; returns how many units it did. */
    @FunctionalInterface
    public interface Turn {
        int run(int thread) throws Exception;
    }

    /** Units a second of all threads together. */
    public double rate(Turn turn) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime();
            long end = start + slot.toNanos();
            List<Future<Long>> done = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                done.add(pool.submit(() -> {
                    long units = 0;
                    while (System.nanoTime() < end) units += turn.run(thread);
                    return units;
                }));
            }
            long units = 0;
            for (Future<Long> one : done) units += one.get();
            return units * 1e9 / (System.nanoTime() - start);
        } finally {
            pool.shutdown();
        }
    }
}
