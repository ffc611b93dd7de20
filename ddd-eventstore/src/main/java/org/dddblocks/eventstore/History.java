package org.dddblocks.eventstore;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.spi.StoreWork;
import org.jspecify.annotations.Nullable;

/**
 * The states of streams, now and in the past; what repositories of roots and of deciders share.
 *
 * @param <S> the root, or the decider's state
 */
final class History<S> {
    private final EventStore store;
    private final Rebuilder<S> rebuilder;
    private final @Nullable SnapshotBinding<S, ?> snapshots;

    History(EventStore store, Form<S> form, @Nullable SnapshotBinding<S, ?> snapshots) {
        this.store = store;
        this.rebuilder = new Rebuilder<>(Loaders.of(store), form, snapshots);
        this.snapshots = snapshots;
    }

    Optional<Rebuilt<S>> now(StreamId stream, Supplier<S> blank) {
        Optional<Rebuilt<S>> rebuilt = rebuilder.rebuild(stream, blank, Limits.VERSION);
        if (snapshots != null && rebuilt.isPresent()) {
            snapshots.loaded(stream, rebuilt.get());
        }
        return rebuilt;
    }

    Optional<S> asOf(StreamId stream, Supplier<S> blank, long version) {
        if (version < 1) {
            throw new IllegalArgumentException(
                    "The version %d of %s was asked for; it must be 1 or more. Before version 1 nothing had happened."
                            .formatted(version, stream));
        }
        return rebuilder.rebuild(stream, blank, version).map(rebuilt -> {
            if (rebuilt.version() < version) {
                throw new NoSuchVersionException(stream, version, rebuilt.version());
            }
            return rebuilt.state();
        });
    }

    Optional<S> asOf(StreamId stream, Supplier<S> blank, Instant instant) {
        Limits.given(instant, "The instant for the state of " + stream);
        return StoreWork.join(store.transactions(), () -> {
            long version = store.versionAt(stream, instant);
            return version == 0
                    ? Optional.empty()
                    : rebuilder.rebuild(stream, blank, version).map(Rebuilt::state);
        });
    }

    void appended(StreamId stream, long before, long after) {
        if (snapshots != null) {
            snapshots.appended(stream, before, after);
        }
    }

    void requestSnapshot(StreamId stream) {
        if (snapshots == null) {
            throw new IllegalStateException(
                    "The repository of %s takes no snapshots; build it with .snapshots(…).".formatted(stream.type()));
        }
        snapshots.request(stream);
    }
}
