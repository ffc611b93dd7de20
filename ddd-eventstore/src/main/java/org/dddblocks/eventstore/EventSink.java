package org.dddblocks.eventstore;

import java.util.List;
import org.dddblocks.core.DomainEvent;

/** Takes the events of a stream, one stored event at a time. */
interface EventSink {
    /**
     * @param events what the stored event has become: one, several or none
     */
    void stored(long version, List<DomainEvent> events);
}
