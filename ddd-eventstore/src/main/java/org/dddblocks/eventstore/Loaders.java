package org.dddblocks.eventstore;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.jspecify.annotations.Nullable;

/** Any event store by its public methods; ours by one query. */
final class Loaders {
    private Loaders() {}

    static StreamLoader of(EventStore store) {
        return store instanceof JdbcEventStore ours ? ours.loader() : new Plain(store);
    }

    private record Plain(EventStore store) implements StreamLoader {
        @Override
        public Beginning begin(StreamId stream, @Nullable String fingerprint, long snapshotsTo, long toVersion) {
            Optional<StoredSnapshot> snapshot = fingerprint == null
                    ? Optional.empty()
                    : store.snapshotStore().newest(stream, fingerprint, snapshotsTo);
            return new Beginning(store.version(stream), snapshot.orElse(null), List.of());
        }

        @Override
        public long replay(StreamId stream, Beginning beginning, long afterVersion, long toVersion, EventSink sink) {
            Grouped grouped = new Grouped(sink, toVersion);
            long last = store.forEach(stream, afterVersion, grouped::add);
            grouped.end();
            return Math.min(last, toVersion);
        }

        @Override
        public Instant latest(StreamId stream, long afterVersion, long toVersion) {
            return store.read(stream, afterVersion).stream()
                    .filter(event -> event.version() <= toVersion)
                    .map(EventEnvelope::occurredAt)
                    .max(Comparator.naturalOrder())
                    .orElse(Instant.EPOCH);
        }
    }
}
