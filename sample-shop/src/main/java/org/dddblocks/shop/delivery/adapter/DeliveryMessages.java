package org.dddblocks.shop.delivery.adapter;

import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.outbox.MessageTranslator;
import org.dddblocks.shop.delivery.api.OrderWasDelivered;
import org.dddblocks.shop.delivery.model.ShipmentEvent.NothingLeftToSend;
import org.dddblocks.shop.delivery.model.ShipmentEvent.ParcelDelivered;

/** What the other contexts hear of delivery's events. An order of which nothing is left to send is done, too. */
public final class DeliveryMessages implements MessageTranslator {
    @Override
    public List<?> translate(EventEnvelope<? extends DomainEvent> envelope) {
        DomainEvent event = envelope.event();
        if (event instanceof ParcelDelivered delivered) {
            return List.of(new OrderWasDelivered(delivered.shipment().value(), delivered.day()));
        } else if (event instanceof NothingLeftToSend dropped) {
            return List.of(new OrderWasDelivered(dropped.shipment().value(), dropped.day()));
        }
        return List.of();
    }
}
