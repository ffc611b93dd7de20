package org.dddblocks.shop;

import java.util.List;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.JacksonCodecBuilder;
import org.dddblocks.shop.delivery.api.OrderWasDelivered;
import org.dddblocks.shop.delivery.api.ShipOrder;
import org.dddblocks.shop.inventory.api.ReleaseStock;
import org.dddblocks.shop.inventory.api.ReserveStock;
import org.dddblocks.shop.inventory.api.StockReleased;
import org.dddblocks.shop.inventory.api.StockReserved;
import org.dddblocks.shop.inventory.api.StockShort;
import org.dddblocks.shop.ordering.api.AcceptOrder;
import org.dddblocks.shop.ordering.api.CompleteOrder;
import org.dddblocks.shop.ordering.api.CreditNoteWasIssued;
import org.dddblocks.shop.ordering.api.OrderAccepted;
import org.dddblocks.shop.ordering.api.OrderCompleted;
import org.dddblocks.shop.ordering.api.OrderUnitsWereCancelled;
import org.dddblocks.shop.ordering.api.OrderUnitsWereReturned;
import org.dddblocks.shop.ordering.api.OrderWasPlaced;
import org.dddblocks.shop.ordering.api.OrderWasRejected;
import org.dddblocks.shop.ordering.api.RejectOrder;
import org.dddblocks.shop.payment.api.AuthorisePayment;
import org.dddblocks.shop.payment.api.CapturePayment;
import org.dddblocks.shop.payment.api.PaymentAuthorised;
import org.dddblocks.shop.payment.api.PaymentCaptured;
import org.dddblocks.shop.payment.api.PaymentDeclined;
import org.dddblocks.shop.payment.api.PaymentVoided;
import org.dddblocks.shop.payment.api.VoidPayment;

/** The messages between the contexts, under the names in which they are stored and sent: a name stays for ever. */
final class PublishedLanguage {
    private static final List<Class<?>> ORDERING = List.of(
            AcceptOrder.class,
            RejectOrder.class,
            CompleteOrder.class,
            OrderWasPlaced.class,
            OrderAccepted.class,
            OrderWasRejected.class,
            OrderCompleted.class,
            OrderUnitsWereCancelled.class,
            OrderUnitsWereReturned.class,
            CreditNoteWasIssued.class);
    private static final List<Class<?>> INVENTORY =
            List.of(ReserveStock.class, ReleaseStock.class, StockReserved.class, StockShort.class, StockReleased.class);
    private static final List<Class<?>> PAYMENT = List.of(
            AuthorisePayment.class,
            CapturePayment.class,
            VoidPayment.class,
            PaymentAuthorised.class,
            PaymentDeclined.class,
            PaymentCaptured.class,
            PaymentVoided.class);
    private static final List<Class<?>> DELIVERY = List.of(ShipOrder.class, OrderWasDelivered.class);

    private PublishedLanguage() {}

    /** {@return a codec builder that knows all messages; a context adds what it stores beside them} */
    static JacksonCodecBuilder codec() {
        JacksonCodecBuilder codec = JacksonCodec.builder();
        register(codec, "ordering", ORDERING);
        register(codec, "inventory", INVENTORY);
        register(codec, "payment", PAYMENT);
        register(codec, "delivery", DELIVERY);
        return codec;
    }

    private static void register(JacksonCodecBuilder codec, String context, List<Class<?>> messages) {
        messages.forEach(message -> codec.type(message, context + "." + message.getSimpleName()));
    }
}
