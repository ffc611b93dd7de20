package org.dddblocks.eventstore;

import java.time.Instant;
import java.util.List;
import org.dddblocks.core.StreamId;
import org.jspecify.annotations.Nullable;

/** How a stream gets from its store to whoever rebuilds a state, never all of it at a time. */
interface StreamLoader {
    /**
     * The newest snapshot up to a version, and the first events after it.
     *
     * @param fingerprint of the code whose snapshots may be used; null for none
     * @throws StreamDeletedException if the stream is gone
     */
    Beginning begin(StreamId stream, @Nullable String fingerprint, long snapshotsTo, long toVersion);

    /**
     * Hands on the events after one version up to another: what {@link #begin} found already, and then the rest.
     *
     * @return the version of the last one; {@code afterVersion} if there are none
     */
    long replay(StreamId stream, Beginning beginning, long afterVersion, long toVersion, EventSink sink);

    /** The latest business time of the events after one version up to another; the epoch if there are none. */
    Instant latest(StreamId stream, long afterVersion, long toVersion);

    /** Why a stream ended before its version: somebody deleted it meanwhile, or its table lacks rows. */
    default RuntimeException vanished(StreamId stream, long last, long version) {
        return new IllegalStateException(
                "%s is at version %d, but its events end at %d: rows of its events are missing. Restore them from a backup."
                        .formatted(stream, version, last));
    }

    /**
     * @param version of the stream, 0 if nobody wrote to it
     * @param snapshot of this code, or of other code if there is none
     * @param rows the first events after the snapshot of this code, or of the stream
     */
    record Beginning(long version, @Nullable StoredSnapshot snapshot, List<ReplayRow> rows) {}
}
