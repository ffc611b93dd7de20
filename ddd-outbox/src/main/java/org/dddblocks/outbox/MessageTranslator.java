package org.dddblocks.outbox;

import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;

/** The one visible place where a context's domain events become messages of its published language. */
@FunctionalInterface
public interface MessageTranslator {
    /**
     * Translates one event.
     *
     * @param event what happened
     * @return payloads to publish, in order; empty if the event is nobody else's business
     */
    List<?> translate(EventEnvelope<? extends DomainEvent> event);
}
