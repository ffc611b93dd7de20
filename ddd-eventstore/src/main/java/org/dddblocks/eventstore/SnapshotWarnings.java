package org.dddblocks.eventstore;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dddblocks.core.StreamId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One warning for each snapshot that cannot be used, and one for each stream type whose snapshots are of other code. */
final class SnapshotWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final int REMEMBERED = 10_000;

    private final Map<Object, Boolean> given = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    void damaged(StoredSnapshot snapshot, RuntimeException why) {
        if (first(List.of(snapshot.stream(), snapshot.version()))) {
            LOG.warn(
                    "The snapshot of {} at version {} cannot be read: {} The stream is replayed, and the snapshot replaced.",
                    snapshot.stream(),
                    snapshot.version(),
                    why.getMessage());
        }
    }

    void tooNew(StoredSnapshot snapshot, long version) {
        if (first(List.of(snapshot.stream(), snapshot.version()))) {
            LOG.warn(
                    "The snapshot of {} is of version {}, but the stream is at version {} only, as after an old backup was"
                            + " restored. The stream is replayed, and the snapshot removed.",
                    snapshot.stream(),
                    snapshot.version(),
                    version);
        }
    }

    void otherCode(StreamId stream) {
        if (first(stream.type())) {
            LOG.warn(
                    "The snapshots of {} and perhaps of other streams of type {} were taken by other code, so they are not"
                            + " used. Streams are replayed until this code has taken its own.",
                    stream,
                    stream.type());
        }
    }

    private boolean first(Object what) {
        synchronized (given) {
            return given.put(what, true) == null;
        }
    }
}
