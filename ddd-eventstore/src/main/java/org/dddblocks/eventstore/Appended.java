package org.dddblocks.eventstore;

import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;

/**
 * What an append wrote.
 *
 * @param version the stream's version now
 * @param events as stored
 */
public record Appended(long version, List<EventEnvelope<DomainEvent>> events) {
    /** Copies the list. */
    public Appended {
        events = List.copyOf(events);
    }
}
