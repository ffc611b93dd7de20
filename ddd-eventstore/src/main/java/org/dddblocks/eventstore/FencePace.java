package org.dddblocks.eventstore;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread of the process look at the locks at a time, and not too often: reading them stops all who lock for a
 * moment, and who waits for his turn mostly finds that the one before has seen what he needs.
 */
final class FencePace {
    static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration DEAR = Duration.ofMillis(2);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int TIMES = 20;
    private static final long PATIENCE_SECONDS = 1;

    private final ReentrantLock turn = new ReentrantLock(true);
    private final AtomicLong begun = new AtomicLong();
    private volatile long earliest = System.nanoTime();
    private Duration before = Duration.ZERO;

    /** How often somebody has begun to look. */
    long begun() {
        return begun.get();
    }

    /** Takes the turn if it is free and due; whoever gets true calls {@link #ended}. */
    boolean take() {
        if (earliest - System.nanoTime() > 0 || !turn.tryLock()) {
            return false;
        }
        begun.incrementAndGet();
        return true;
    }

    /**
     * Waits for the turn.
     *
     * @param seen what {@link #begun} was when the caller began to need a look
     * @return false if somebody has begun and ended a look since; true if it is the caller's turn, who calls {@link
     *     #ended}
     */
    boolean await(long seen) {
        boolean mine = lock(); // without it if a look hangs: better one too many than to hang with it
        if (mine && begun.get() > seen) {
            turn.unlock();
            return false;
        }
        pause();
        begun.incrementAndGet();
        return true;
    }

    private boolean lock() {
        try {
            return turn.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return turn.tryLock();
        }
    }

    private void pause() {
        for (long left = earliest - System.nanoTime();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = earliest - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** The look is over; one that was dear twice makes the next one wait longer. */
    void ended(Duration took) {
        if (!turn.isHeldByCurrentThread()) {
            return;
        }
        earliest = System.nanoTime()
                + pauseAfter(took.compareTo(before) < 0 ? took : before).toNanos();
        before = took;
        turn.unlock();
    }

    static Duration pauseAfter(Duration took) {
        if (took.compareTo(DEAR) <= 0) {
            return PAUSE;
        }
        Duration pause = took.multipliedBy(TIMES);
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
