package org.dddblocks.outbox;

import java.time.Duration;

/**
 * From where the outbox is read. Reading goes on from place to place, since what lies behind is mostly gone, and would cost
 * more the more of it a foreign transaction keeps the database from clearing away. But rows become visible late, and keys
 * become free: so it looks back a little each time, and reads everything again as often as that is cheap, at least every
 * few seconds.
 *
 * <p>Skipping costs only time, never order: with each row comes what lies of its key before the place. Pure; times are
 * nanoseconds of any clock.
 */
final class Scan {
    /** Transactions that take longer than this are found by reading everything. */
    private static final long LOOK_BACK = Duration.ofSeconds(1).toNanos();

    private static final long LONGEST = Duration.ofSeconds(5).toNanos();

    /** Reading everything may take a twentieth of the time. */
    private static final int SHARE = 20;

    private long place;
    private long recent;
    private long older;
    private long sampledAt;
    private boolean atEnd = true;
    private long spent;
    private long wholeDue;
    private long target;
    private boolean begun;
    private long beganAt;

    /** Behind which row to read now. */
    long from(long now) {
        boolean late = now - beganAt >= LONGEST && place >= target;
        if (!begun || (atEnd || late) && now - wholeDue >= 0) {
            whole(now);
        }
        return atEnd ? Math.min(place, older) : place;
    }

    private void whole(long now) {
        begun = true;
        beganAt = now;
        target = place;
        place = 0;
        spent = 0;
        atEnd = true;
    }

    /**
     * A page was read.
     *
     * @param last its last row; that from which was read if it has none
     * @param full whether there may be more
     * @param took how long
     */
    void read(long last, boolean full, long now, long took) {
        if (spent == 0 || place < target) {
            spent += took;
            wholeDue = now + Math.min(LONGEST, SHARE * spent);
        }
        place = full ? last : Math.max(Math.max(place, last), target);
        atEnd = !full;
        if (atEnd && now - sampledAt >= LOOK_BACK) {
            older = recent;
            recent = place;
            sampledAt = now;
        }
    }

    /** A row must be read again, or for the first time. */
    void back(long row) {
        place = Math.max(0, Math.min(place, row - 1));
    }

    /** Reads everything at the next time. */
    void again() {
        begun = false;
    }

    /** Whether the last page was the last there is. */
    boolean atEnd() {
        return atEnd;
    }
}
