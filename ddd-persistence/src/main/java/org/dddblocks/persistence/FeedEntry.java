package org.dddblocks.persistence;

import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;

/**
 * One event at its place in the global order.
 *
 * @param position ascending; may have gaps
 * @param envelope the event
 */
public record FeedEntry(long position, EventEnvelope<DomainEvent> envelope) {}
