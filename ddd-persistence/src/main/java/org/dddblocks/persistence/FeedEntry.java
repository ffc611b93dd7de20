package org.dddblocks.persistence;

import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;

/**
 * One event at its place in the global order.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * @param position 1 or more, ascending over all streams; may have gaps
 * @param part 0, or the place of this event among those that an upcaster made of one stored event: they share the
 *     position and the version
 * @param envelope the event with its stream, version and metadata
 */
public record FeedEntry(long position, int part, EventEnvelope<DomainEvent> envelope) {
    /**
     * Checks its arguments.
     *
     * @throws IllegalArgumentException if the position is below 1, the part negative or the envelope missing
     */
    public FeedEntry {
        Arguments.check(position >= 1, "The position of a feed entry", position, "1 or more");
        Arguments.check(part >= 0, "The part of a feed entry", part, "0 or more");
        Arguments.given(envelope, "The envelope of a feed entry");
    }
}
