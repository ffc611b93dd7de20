package org.dddblocks.eventstore;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.dddblocks.core.CodeFingerprint;
import org.dddblocks.core.SnapshotType;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.PayloadCodec;

/**
 * The snapshots of one stream type, as this code takes and uses them.
 *
 * @param <S> the root, or the decider's state
 * @param <R> the record
 */
final class SnapshotBinding<S, R extends Record> implements SnapshotSource {
    private final Snapshots snapshots;
    private final SnapshotType<S, R> type;
    private final String streamType;
    private final String name;
    private final PayloadCodec codec;
    private final String fingerprint;
    private final Rebuilder<S> rebuilder;
    private final Function<StreamId, S> blank;

    SnapshotBinding(
            Snapshots snapshots,
            SnapshotType<S, R> type,
            String streamType,
            Collection<? extends Class<?>> events,
            Form<S> form,
            Function<StreamId, S> blank) {
        this.snapshots = snapshots;
        this.type = type;
        this.blank = blank;
        this.streamType = streamType;
        this.name = "snapshot." + streamType;
        this.codec =
                snapshots.kept().codec(type.record(), name.substring(0, Math.min(100, name.length())), type.version());
        CodeFingerprint print = type.fingerprint();
        snapshots.kept().addTo(print, events);
        this.fingerprint = print.end();
        this.rebuilder = new Rebuilder<>(Loaders.of(snapshots.store()), form, this);
    }

    /** From now on this type's streams are looked at when snapshots are taken by age. */
    void begin() {
        snapshots.add(this);
    }

    @Override
    public String streamType() {
        return streamType;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * The state in a snapshot, if it can be used.
     *
     * @param version of the stream
     */
    Optional<S> restore(StoredSnapshot stored, long version, S blank) {
        if (stored.version() > version) {
            snapshots.warnings().tooNew(stored, version);
            return Optional.empty();
        }
        try {
            Object record = codec.decode(codec.typeName(type.record()), type.version(), stored.payload());
            return Optional.of(type.restore(blank, type.record().cast(record)));
        } catch (RuntimeException e) {
            snapshots.warnings().damaged(stored, e);
            return Optional.empty();
        }
    }

    void warnOfOtherCode(StreamId stream) {
        snapshots.warnings().otherCode(stream);
    }

    /** After a load: whoever had much to replay asks for a snapshot. */
    void loaded(StreamId stream, Rebuilt<S> rebuilt) {
        if (rebuilt.replayed() >= snapshots.config().every()
                || !rebuilt.unusable().isEmpty()) {
            request(stream);
        }
    }

    /** After an append: every so many versions. */
    void appended(StreamId stream, long before, long after) {
        int every = snapshots.config().every();
        if (before / every != after / every) {
            request(stream);
        }
    }

    void request(StreamId stream) {
        snapshots.request(this, stream);
    }

    /** Also where the newest state is kept, saving it again removes those that cannot be used. */
    private static boolean isKept(Rebuilt<?> rebuilt) {
        return rebuilt.replayed() == 0 && rebuilt.unusable().isEmpty();
    }

    /** Of what is committed, which nobody can have changed, and not of an object that a command works on. */
    @Override
    public boolean take(StreamId stream) {
        return snapshots.store().transactions().call(() -> {
            Optional<Rebuilt<S>> found = rebuilder.rebuild(stream, () -> blank.apply(stream), Limits.VERSION);
            if (found.isEmpty() || isKept(found.get())) {
                return false;
            }
            Rebuilt<S> rebuilt = found.get();
            rebuilt.unusable().forEach(snapshots.kept()::remove);
            Instant occurredAt = rebuilder.occurredAt(stream, rebuilt);
            String payload = codec.encode(type.snapshot(rebuilt.state()));
            return snapshots
                    .kept()
                    .save(
                            new StoredSnapshot(stream, fingerprint, rebuilt.version(), occurredAt, payload),
                            snapshots.config().keep(),
                            snapshots.config().otherCode());
        });
    }
}
