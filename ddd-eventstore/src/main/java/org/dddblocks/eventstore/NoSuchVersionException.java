package org.dddblocks.eventstore;

import org.dddblocks.core.StreamId;

/** Somebody asked for a version of a root that it has not come to yet. */
public final class NoSuchVersionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final long asked;
    private final long newest;

    /**
     * Names what was asked for and what there is.
     *
     * @param stream whose
     * @param asked the version asked for
     * @param newest the newest there is
     */
    public NoSuchVersionException(StreamId stream, long asked, long newest) {
        super("%s has no version %d: its newest is %d. Ask for 1 to %d, or for an instant."
                .formatted(stream, asked, newest, newest));
        this.stream = stream;
        this.asked = asked;
        this.newest = newest;
    }

    /**
     * Whose version.
     *
     * @return type and id
     */
    public StreamId stream() {
        return stream;
    }

    /**
     * What was asked for.
     *
     * @return the version
     */
    public long asked() {
        return asked;
    }

    /**
     * What there is.
     *
     * @return the newest version
     */
    public long newest() {
        return newest;
    }
}
