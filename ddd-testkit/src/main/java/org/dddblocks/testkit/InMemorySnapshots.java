package org.dddblocks.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dddblocks.core.CodeFingerprint;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.SnapshotStore;
import org.dddblocks.eventstore.StoredSnapshot;
import org.dddblocks.eventstore.StreamDeletedException;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PayloadCodec;

/** The snapshots of an in-memory store: texts like everywhere, so that no root shares anything with them. */
final class InMemorySnapshots implements SnapshotStore {
    private static final Comparator<Kept> NEWEST_FIRST =
            Comparator.comparing((Kept kept) -> kept.snapshot().version()).reversed();

    private final EventStore store;
    private final Clock clock;
    private final List<Kept> all = new CopyOnWriteArrayList<>();

    InMemorySnapshots(EventStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    private record Kept(StoredSnapshot snapshot, Instant takenAt) {
        boolean isOf(StreamId stream) {
            return snapshot.stream().equals(stream);
        }

        boolean isOf(StreamId stream, String fingerprint) {
            return isOf(stream) && snapshot.fingerprint().equals(fingerprint);
        }
    }

    @Override
    public Optional<StoredSnapshot> newest(StreamId stream, String fingerprint, long toVersion) {
        return all.stream()
                .filter(kept -> kept.isOf(stream) && kept.snapshot().version() <= toVersion)
                .min(Comparator.comparing((Kept kept) -> !kept.isOf(stream, fingerprint))
                        .thenComparing(NEWEST_FIRST))
                .map(Kept::snapshot);
    }

    @Override
    public synchronized boolean save(StoredSnapshot snapshot, int keep, Duration otherCode) {
        StreamId stream = snapshot.stream();
        if (version(stream) < snapshot.version()) {
            return false;
        }
        if (all.stream()
                .noneMatch(kept -> kept.isOf(stream, snapshot.fingerprint())
                        && kept.snapshot().version() == snapshot.version())) {
            all.add(new Kept(snapshot, clock.instant()));
        }
        List<Kept> tooMany = all.stream()
                .filter(kept -> kept.isOf(stream, snapshot.fingerprint()))
                .sorted(NEWEST_FIRST)
                .skip(keep)
                .toList();
        all.removeAll(tooMany);
        Instant before = clock.instant().minus(otherCode);
        all.removeIf(kept -> kept.isOf(stream)
                && !kept.isOf(stream, snapshot.fingerprint())
                && kept.takenAt().isBefore(before));
        return stays(snapshot);
    }

    /** Whoever deleted the stream meanwhile may not have found this one. */
    private boolean stays(StoredSnapshot snapshot) {
        boolean alive = version(snapshot.stream()) >= snapshot.version();
        if (!alive) {
            remove(snapshot);
        }
        return alive;
    }

    private long version(StreamId stream) {
        try {
            return store.version(stream);
        } catch (StreamDeletedException e) {
            return 0;
        }
    }

    @Override
    public void remove(StoredSnapshot snapshot) {
        all.removeIf(kept -> kept.snapshot().equals(snapshot));
    }

    @Override
    public void removeAll(StreamId stream) {
        all.removeIf(kept -> kept.isOf(stream));
    }

    @Override
    public List<StreamId> due(String type, String fingerprint, Duration age, String afterId, int limit) {
        Instant young = clock.instant().minus(age);
        return store.readFeed(0, Integer.MAX_VALUE).entries().stream()
                .map(entry -> entry.envelope().stream())
                .filter(stream -> stream.type().equals(type) && stream.id().compareTo(afterId) > 0)
                .distinct()
                .filter(stream -> all.stream()
                        .noneMatch(kept -> kept.isOf(stream, fingerprint)
                                && (kept.snapshot().version() >= version(stream)
                                        || kept.takenAt().isAfter(young))))
                .sorted(Comparator.comparing(StreamId::id))
                .limit(limit)
                .toList();
    }

    @Override
    public PayloadCodec codec(Class<?> record, String name, int version) {
        return JacksonCodec.builder().type(record, name, version).build();
    }

    /** Nothing is encoded here, so events have one shape: that of their classes. */
    @Override
    public void addTo(CodeFingerprint print, Collection<? extends Class<?>> events) {
        events.stream().map(Class::getName).sorted().forEach(print::text);
    }
}
