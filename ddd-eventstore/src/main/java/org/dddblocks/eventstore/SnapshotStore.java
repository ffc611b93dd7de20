package org.dddblocks.eventstore;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.dddblocks.core.CodeFingerprint;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.PayloadCodec;

/**
 * Where an event store keeps snapshots; for authors of stores, applications use {@link Snapshots}.
 *
 * <p><b>Shape.</b> Any number for each stream: those of different code, told apart by their fingerprint, stand side by side,
 * and of one fingerprint the newest few. Snapshots are a cache: losing one costs time only. <b>Threads.</b> Serves many
 * threads; calls join the current transaction or have their own.
 */
public interface SnapshotStore {
    /**
     * The newest snapshot of this code; if there is none, the newest of other code, so that it can be told.
     *
     * @param stream whose
     * @param fingerprint of this code
     * @param toVersion none newer than this
     * @return the snapshot
     */
    Optional<StoredSnapshot> newest(StreamId stream, String fingerprint, long toVersion);

    /**
     * Keeps a snapshot, unless one of the same version and fingerprint is kept, and forgets old ones.
     *
     * @param snapshot of a stream that is at least at its version
     * @param keep how many of its fingerprint stay, the newest, at least 1
     * @param otherCode how long snapshots of other code stay
     * @return false if nothing was kept: the stream is deleted, or behind the snapshot
     */
    boolean save(StoredSnapshot snapshot, int keep, Duration otherCode);

    /**
     * Forgets one snapshot, because it cannot be used.
     *
     * @param snapshot which
     */
    void remove(StoredSnapshot snapshot);

    /**
     * Forgets all snapshots of a stream, because the stream is deleted.
     *
     * @param stream whose
     */
    void removeAll(StreamId stream);

    /**
     * Streams with events that no snapshot of this code holds, and without a young one.
     *
     * @param type of the streams
     * @param fingerprint of this code
     * @param age snapshots younger than this are young
     * @param afterId the last id of the answer before, {@code ""} for the beginning
     * @param limit how many at most
     * @return the streams in ascending id
     */
    List<StreamId> due(String type, String fingerprint, Duration age, String afterId, int limit);

    /**
     * Makes the codec of a snapshot's record.
     *
     * @param record its class
     * @param name its stored name
     * @param version its declared version
     * @return the codec
     * @throws IllegalArgumentException if the record cannot be written and read
     */
    PayloadCodec codec(Class<?> record, String name, int version);

    /**
     * Says on what it depends how stored events are read.
     *
     * @param print where to add it
     * @param events their classes
     */
    void addTo(CodeFingerprint print, Collection<? extends Class<?>> events);
}
