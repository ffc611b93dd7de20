package org.dddblocks.persistence;

import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;

/** Called with a root's new events inside the transaction that saves it, after the version check. */
@FunctionalInterface
public interface RecordedEvents {
    /**
     * Receives the new events of one root.
     *
     * @param events of one stream, in order, at least one
     */
    void recorded(List<? extends EventEnvelope<? extends DomainEvent>> events);
}
