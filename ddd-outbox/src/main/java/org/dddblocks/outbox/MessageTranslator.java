package org.dddblocks.outbox;

import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;

/**
 * The one visible place where a context's domain events become messages of its published language.
 *
 * <p>Messages carry plain ids and values ({@code String}, {@code UUID}, numbers, money), so that no other context drags
 * this model along. What it throws fails the save of the root, and its transaction rolls back. <b>Threads.</b> Called on the
 * thread that saves; one instance serves many.
 *
 * <pre>{@code
 * final class OrderMessages implements MessageTranslator {
 *     @Override
 *     public List<?> translate(EventEnvelope<? extends DomainEvent> event) {
 *         return event.event() instanceof OrderPlaced placed
 *                 ? List.of(new OrderWasPlaced(placed.id().value()))
 *                 : List.of();
 *     }
 * }
 * }</pre>
 *
 * @see <a href="https://www.domainlanguage.com/ddd/reference/">Evans, Published Language</a>
 */
@FunctionalInterface
public interface MessageTranslator {
    /**
     * Translates one event; called inside the transaction that saves the root, in the events' order.
     *
     * @param event what happened
     * @return payloads of registered types to publish, in order; empty if the event is nobody else's business
     */
    List<?> translate(EventEnvelope<? extends DomainEvent> event);
}
