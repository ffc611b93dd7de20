package org.dddblocks.eventstore;

import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;

/**
 * What an append wrote. Positions in the feed are not part of it: they are known once the transaction is committed.
 *
 * @param version the stream's version now: that of the last event
 * @param events as stored, in order, at least one
 */
public record Appended(long version, List<EventEnvelope<DomainEvent>> events) {
    /** Copies the list. */
    public Appended {
        events = List.copyOf(events);
    }
}
