package org.dddblocks.benchmarks.outbox;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When each transaction of a slot had committed, and when the handler of its message began. Both are nanoseconds of the
 * machine's monotonic clock, which all its processes share on Linux.
 */
final class Arrivals {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicLongArray committed;
    private final AtomicLongArray handled;
    private final AtomicInteger missing;

    Arrivals(int most) {
        this.committed = new AtomicLongArray(most);
        this.handled = new AtomicLongArray(most);
        this.missing = new AtomicInteger();
    }

    void committed(int message) {
        committed.set(message, System.nanoTime());
        missing.incrementAndGet();
    }

    void handled(int message) {
        handled(message, System.nanoTime());
    }

    void handled(int message, long at) {
        if (handled.compareAndSet(message, 0, at)) missing.decrementAndGet();
    }

    void await() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (missing.get() != 0) {
            if (System.nanoTime() - end > 0) throw new IllegalStateException(missing + " messages did not arrive.");
            Thread.sleep(5);
        }
    }

    /** Of all messages, in microseconds: the one in the middle, and the one that 99 of 100 do not exceed. */
    Delay delay() {
        long[] all = new long[committed.length()];
        int known = 0;
        for (int i = 0; i < all.length; i++) {
            if (committed.get(i) != 0) all[known++] = handled.get(i) - committed.get(i);
        }
        Arrays.sort(all, 0, known);
        return new Delay(all[known / 2] / 1e3, all[Math.min(known - 1, known * 99 / 100)] / 1e3);
    }
}
