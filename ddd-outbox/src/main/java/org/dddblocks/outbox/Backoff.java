package org.dddblocks.outbox;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses that double with each failure up to a cap, shortened at random by up to a half, so that many that failed
 * together do not come back together.
 */
record Backoff(Duration first, Duration atMost) {
    private static final int DOUBLINGS = 30;

    Duration after(int failures) {
        long cap = atMost.toNanos();
        int doublings = Math.min(failures - 1, DOUBLINGS);
        long factor = 1L << doublings;
        long pause = first.toNanos() > cap / factor ? cap : first.toNanos() * factor;
        return Duration.ofNanos(pause - ThreadLocalRandom.current().nextLong(pause / 2 + 1));
    }
}
