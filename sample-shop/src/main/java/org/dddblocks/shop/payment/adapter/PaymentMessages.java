package org.dddblocks.shop.payment.adapter;

import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.outbox.MessageTranslator;
import org.dddblocks.shop.payment.api.PaymentAuthorised;
import org.dddblocks.shop.payment.api.PaymentCaptured;
import org.dddblocks.shop.payment.api.PaymentDeclined;
import org.dddblocks.shop.payment.api.PaymentVoided;
import org.dddblocks.shop.payment.model.PaymentEvent.AmountAuthorised;
import org.dddblocks.shop.payment.model.PaymentEvent.AmountCaptured;
import org.dddblocks.shop.payment.model.PaymentEvent.AmountDeclined;
import org.dddblocks.shop.payment.model.PaymentEvent.AmountVoided;

/** What the other contexts hear of payment's events; refunds are nobody else's business. */
public final class PaymentMessages implements MessageTranslator {
    @Override
    public List<?> translate(EventEnvelope<? extends DomainEvent> envelope) {
        DomainEvent event = envelope.event();
        if (event instanceof AmountAuthorised authorised) {
            return List.of(new PaymentAuthorised(authorised.payment().value()));
        } else if (event instanceof AmountDeclined declined) {
            return List.of(new PaymentDeclined(declined.payment().value(), declined.reason()));
        } else if (event instanceof AmountCaptured captured) {
            return List.of(new PaymentCaptured(captured.payment().value()));
        } else if (event instanceof AmountVoided voided) {
            return List.of(new PaymentVoided(voided.payment().value()));
        }
        return List.of();
    }
}
