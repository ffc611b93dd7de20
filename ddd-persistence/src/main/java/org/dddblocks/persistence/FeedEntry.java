package org.dddblocks.persistence;

import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;

/**
 * One event at its place in the global order.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * @param position 1 or more, ascending over all streams; may have gaps
 * @param envelope the event with its stream, version and metadata
 */
public record FeedEntry(long position, EventEnvelope<DomainEvent> envelope) {
    /**
     * Checks its arguments.
     *
     * @throws IllegalArgumentException if the position is below 1 or the envelope is missing
     */
    public FeedEntry {
        Arguments.check(position >= 1, "The position of a feed entry", position, "1 or more");
        Arguments.given(envelope, "The envelope of a feed entry");
    }
}
