package org.dddblocks.eventstore;

import org.dddblocks.core.StreamId;

/**
 * What a writer believes of a stream that it appends to: an exact version, that nobody wrote to it yet, or nothing.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * <pre>{@code
 * store.append(Append.to(log, Expected.any(), List.of(seen)));
 * }</pre>
 */
public final class Expected {
    private static final long ANY_VERSION = -1;
    private static final Expected ANY = new Expected(ANY_VERSION);
    private static final Expected NONE = new Expected(0);

    private final long version;

    private Expected(long version) {
        this.version = version;
    }

    /**
     * The stream is at this version, else the append is a conflict.
     *
     * @param version the version the writer decided on; 0 is {@link #none}
     * @return the expectation
     * @throws IllegalArgumentException unless the version is 0 to 2^62
     */
    public static Expected exactly(long version) {
        Limits.expected(version);
        return version == 0 ? NONE : new Expected(version);
    }

    /**
     * Nobody wrote to the stream yet, else the append is a conflict.
     *
     * @return the expectation
     */
    public static Expected none() {
        return NONE;
    }

    /**
     * Whatever version it has: for streams that only collect, where nobody decides on what was before.
     *
     * @return the expectation
     */
    public static Expected any() {
        return ANY;
    }

    boolean isAny() {
        return version == ANY_VERSION;
    }

    /**
     * The version as a number; for authors of stores.
     *
     * @return the exact version, 0 for none, -1 for any
     */
    public long version() {
        return version;
    }

    boolean meets(long actual) {
        return isAny() || version == actual;
    }

    static Expected exactly(StreamId stream, long version) {
        Limits.version("expected by an append to", stream, version);
        return exactly(version);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Expected that && that.version == version;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(version);
    }

    @Override
    public String toString() {
        return isAny() ? "any version" : "version " + version;
    }
}
