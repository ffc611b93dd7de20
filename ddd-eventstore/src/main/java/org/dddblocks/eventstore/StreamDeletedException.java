package org.dddblocks.eventstore;

import org.dddblocks.core.StreamId;

/**
 * The stream was deleted: nobody can read it or append to it, and its id stays reserved. Nothing was written; a transaction
 * in which this was thrown can go on. Trying again never helps: use another id.
 */
public final class StreamDeletedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;

    /**
     * Reports it; for authors of stores.
     *
     * @param stream which
     */
    public StreamDeletedException(StreamId stream) {
        super("%s was deleted, so it can neither be read nor appended to, and its id stays reserved for ever."
                        .formatted(stream)
                + " Nothing was written. Give a new aggregate a new id, and treat this one as gone.");
        this.stream = stream;
    }

    /**
     * The deleted stream.
     *
     * @return its type and id
     */
    public StreamId stream() {
        return stream;
    }
}
