package org.dddblocks.eventstore;

/** How many events to ask for at a time: few at first, then as many as are about 4 MiB, so that memory stays bounded. */
final class PageSize {
    static final int FIRST = 128;
    static final int MOST = 1_000;

    private static final long CHARACTERS = 4L << 20;

    /** Bytes of the first few events, from which a full page of such events is expected to be too large. */
    static final long SMALL = CHARACTERS * FIRST / MOST;

    private int rows = FIRST;

    int rows() {
        return rows;
    }

    void saw(int events, long characters) {
        long average = Math.max(1, characters / Math.max(1, events));
        rows = (int) Math.max(1, Math.min(MOST, CHARACTERS / average));
    }
}
