package org.dddblocks.eventstore;

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
     * Hands on the events after one version up to another.
     *
     * @return the version of the last one; {@code afterVersion} if there are none
     */
    long replay(StreamId stream, long afterVersion, long toVersion, EventSink sink);

    /** Hands on what {@link #begin} found already, and then the rest. */
    default long replay(StreamId stream, Beginning beginning, long afterVersion, long toVersion, EventSink sink) {
        long last = afterVersion;
        for (Row row : beginning.rows()) {
            row.to(sink);
            last = row.version();
        }
        return beginning.whole() ? last : replay(stream, last, toVersion, sink);
    }

    /** Why a stream ended before its version: somebody deleted it meanwhile, or its table lacks rows. */
    default RuntimeException vanished(StreamId stream, long last, long version) {
        return new IllegalStateException(
                "%s is at version %d, but its events end at %d: rows of its events are missing. Restore them from a backup."
                        .formatted(stream, version, last));
    }

    /** An event that was read and not decoded yet. */
    interface Row {
        long version();

        void to(EventSink sink);
    }

    /**
     * @param version of the stream, 0 if nobody wrote to it
     * @param snapshot of this code, or of other code if there is none
     * @param rows the first events after the snapshot of this code, or of the stream
     * @param whole whether there are no more events than those
     */
    record Beginning(long version, @Nullable StoredSnapshot snapshot, List<? extends Row> rows, boolean whole) {}
}
