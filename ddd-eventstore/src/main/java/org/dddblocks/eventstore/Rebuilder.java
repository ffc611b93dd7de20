package org.dddblocks.eventstore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.StreamId;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds a state from the nearest snapshot and the events after it, one stored event at a time.
 *
 * @param <S> the root, or the decider's state
 */
final class Rebuilder<S> {
    private final StreamLoader loader;
    private final Form<S> form;
    private final @Nullable SnapshotBinding<S, ?> snapshots;

    Rebuilder(StreamLoader loader, Form<S> form, @Nullable SnapshotBinding<S, ?> snapshots) {
        this.loader = loader;
        this.form = form;
        this.snapshots = snapshots;
    }

    /**
     * The state as of a version, at most.
     *
     * @param blank makes the state before anything happened
     * @return empty if nobody wrote to the stream
     * @throws StreamDeletedException if it is gone
     */
    Optional<Rebuilt<S>> rebuild(StreamId stream, Supplier<S> blank, long toVersion) {
        String fingerprint = snapshots == null ? null : snapshots.fingerprint();
        List<StoredSnapshot> unusable = new ArrayList<>();
        long snapshotsTo = toVersion;
        while (true) {
            StreamLoader.Beginning beginning = loader.begin(stream, fingerprint, snapshotsTo, toVersion);
            if (beginning.version() == 0) {
                return Optional.empty();
            }
            Tail tail = new Tail(stream, blank.get());
            StoredSnapshot unfit = tail.restore(beginning);
            if (unfit == null) {
                return Optional.of(tail.replay(beginning, toVersion, unusable));
            }
            unusable.add(unfit);
            snapshotsTo = Math.min(unfit.version() - 1, beginning.version());
        }
    }

    /** The latest business time of all events in a state. */
    Instant occurredAt(StreamId stream, Rebuilt<S> rebuilt) {
        StoredSnapshot from = rebuilt.from();
        Instant since = loader.latest(stream, from == null ? 0 : from.version(), rebuilt.version());
        return from == null || since.isAfter(from.occurredAt()) ? since : from.occurredAt();
    }

    /** Applies events as they come. */
    private final class Tail implements EventSink {
        private final StreamId stream;
        private S state;
        private @Nullable StoredSnapshot from;
        private long version;
        private long replayed;

        Tail(StreamId stream, S blank) {
            this.stream = stream;
            this.state = blank;
        }

        /** The snapshot, if it could not be used. */
        @Nullable
        StoredSnapshot restore(StreamLoader.Beginning beginning) {
            StoredSnapshot stored = beginning.snapshot();
            if (stored == null || snapshots == null) {
                return null;
            }
            if (!stored.isOf(snapshots.fingerprint())) {
                snapshots.warnOfOtherCode(stream);
                return null;
            }
            Optional<S> restored = snapshots.restore(stored, beginning.version(), state);
            if (restored.isEmpty()) {
                return stored;
            }
            state = restored.get();
            version = stored.version();
            from = stored;
            return null;
        }

        Rebuilt<S> replay(StreamLoader.Beginning beginning, long toVersion, List<StoredSnapshot> unusable) {
            long last = loader.replay(stream, beginning, version, toVersion, this);
            if (last < Math.min(beginning.version(), toVersion)) {
                throw loader.vanished(stream, last, beginning.version());
            }
            return new Rebuilt<>(form.at(state, last), last, from, replayed, unusable);
        }

        @Override
        public void stored(long eventVersion, List<DomainEvent> events) {
            for (DomainEvent event : events) {
                if (!form.knows(event)) {
                    throw foreign(eventVersion, event);
                }
                state = form.apply(state, event);
            }
            replayed++;
        }

        private IllegalStateException foreign(long eventVersion, DomainEvent event) {
            return new IllegalStateException(
                    "Event %d of %s is a %s, which is no %s. The stream of one aggregate type holds its own events only:"
                                    .formatted(
                                            eventVersion,
                                            stream,
                                            event.getClass().getName(),
                                            form.events())
                            + " give each aggregate type its own name.");
        }
    }
}
