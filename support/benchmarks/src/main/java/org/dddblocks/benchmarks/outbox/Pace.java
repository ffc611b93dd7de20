package org.dddblocks.benchmarks.outbox;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * About 200 turns a second: pauses of 0 to 10 ms at random, so that nothing falls into step with timers. The first slots have
 * no pauses, so that all code is compiled before it is measured.
 */
final class Pace {
    private static final long LONGEST_PAUSE = Duration.ofMillis(10).toNanos();

    @FunctionalInterface
    interface Turn {
        void run(int number) throws Exception;
    }

    private static final int FIRST_TURNS = 5_000;

    private final Duration slot;
    private int slots;

    Pace(Duration slot) {
        this.slot = slot;
    }

    /** More than any slot has. */
    int most() {
        return (int) (slot.toMillis() * 2 + FIRST_TURNS);
    }

    /** Numbers the turns from 0; returns how many there were. */
    int run(Turn turn) throws Exception {
        if (slots++ < 2) {
            for (int i = 0; i < FIRST_TURNS; i++) turn.run(i);
            return FIRST_TURNS;
        }
        Random random = new Random(3);
        long next = System.nanoTime();
        long end = next + slot.toNanos();
        int turns = 0;
        while (next - end < 0) {
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime())
                LockSupport.parkNanos(left);
            turn.run(turns++);
            next += random.nextLong(LONGEST_PAUSE);
        }
        return turns;
    }
}
