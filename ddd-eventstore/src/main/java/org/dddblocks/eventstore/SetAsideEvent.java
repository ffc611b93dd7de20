package org.dddblocks.eventstore;

import java.time.Instant;
import org.dddblocks.core.StreamId;

/**
 * An event that a projection passed over: its read model does not show it.
 *
 * @param projection whose
 * @param position its place in the feed
 * @param stream the stream that holds it
 * @param version its place there
 * @param typeName the stored name of its type
 * @param schemaVersion the stored version of its type
 * @param how what was decided
 * @param reason why, cut to 1,000 characters
 * @param at when, by the database's clock
 */
public record SetAsideEvent(
        String projection,
        long position,
        StreamId stream,
        long version,
        String typeName,
        int schemaVersion,
        How how,
        String reason,
        Instant at) {
    /** What was decided about it. */
    public enum How {
        /** It failed or could not be read, and its stream waits with it. */
        PARKED,
        /** An earlier event of its stream is parked. */
        BEHIND,
        /** It failed; its stream went on without it. */
        SKIPPED
    }
}
