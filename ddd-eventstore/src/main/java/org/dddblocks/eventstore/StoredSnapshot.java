package org.dddblocks.eventstore;

import java.time.Instant;
import org.dddblocks.core.StreamId;

/**
 * A snapshot as a {@link SnapshotStore} keeps it: text, and what tells whom it may be served.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * @param stream whose
 * @param fingerprint of the code that took it, 64 characters
 * @param version of the last event in it, from 1
 * @param occurredAt the latest business time of all events in it
 * @param payload the record as text
 */
public record StoredSnapshot(StreamId stream, String fingerprint, long version, Instant occurredAt, String payload) {
    /**
     * Checks its arguments.
     *
     * @throws IllegalArgumentException if one of them is missing, or the version below 1
     */
    public StoredSnapshot {
        Limits.given(stream, "The stream of a snapshot");
        Limits.given(fingerprint, "The fingerprint of a snapshot");
        Limits.given(occurredAt, "The time of a snapshot");
        Limits.given(payload, "The payload of a snapshot");
    }

    /** It serves nobody but the code that took it. */
    boolean isOf(String code) {
        return fingerprint.equals(code);
    }
}
