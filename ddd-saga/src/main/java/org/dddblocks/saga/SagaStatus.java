package org.dddblocks.saga;

/** Where an instance stands. The names are stored and stable. */
public enum SagaStatus {
    /** Going forward: a step runs, waits for its reply or for its next try. */
    RUNNING,
    /** A step was rejected; the completed ones before it are being undone. */
    COMPENSATING,
    /** Every step is done. */
    COMPLETED,
    /** Every completed step is undone. */
    COMPENSATED,
    /** It cannot go on by itself; the instance says why. Nothing of it is lost. */
    NEEDS_ATTENTION;

    /**
     * Whether nothing will happen any more.
     *
     * @return true for COMPLETED and COMPENSATED
     */
    public boolean isEnd() {
        return this == COMPLETED || this == COMPENSATED;
    }

    boolean isActive() {
        return this == RUNNING || this == COMPENSATING;
    }
}
