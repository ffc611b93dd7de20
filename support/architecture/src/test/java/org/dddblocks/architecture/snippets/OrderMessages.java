package org.dddblocks.architecture.snippets;

import java.util.List;
import org.dddblocks.architecture.snippets.OrderEvent.OrderPlaced;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.outbox.MessageTranslator;

final class OrderMessages implements MessageTranslator {
    @Override
    public List<?> translate(EventEnvelope<? extends DomainEvent> event) {
        return event.event() instanceof OrderPlaced placed
                ? List.of(new OrderWasPlaced(placed.id().value()))
                : List.of();
    }
}
