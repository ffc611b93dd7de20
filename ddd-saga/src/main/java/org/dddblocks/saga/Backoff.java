package org.dddblocks.saga;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses that double up to a limit, with jitter, so that what failed together is not tried together. */
record Backoff(Duration first, Duration longest) {
    private static final int DOUBLINGS = 30;

    Duration pause(int starts) {
        long full = Math.min(
                longest.toNanos(), saturated(first.toNanos(), 1L << Math.min(Math.max(starts - 1, 0), DOUBLINGS)));
        return Duration.ofNanos(full - ThreadLocalRandom.current().nextLong(full / 4 + 1));
    }

    private static long saturated(long nanos, long times) {
        return nanos > Long.MAX_VALUE / times ? Long.MAX_VALUE : nanos * times;
    }
}
