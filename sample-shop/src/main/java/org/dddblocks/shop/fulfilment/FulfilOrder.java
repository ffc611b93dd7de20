package org.dddblocks.shop.fulfilment;

import java.util.stream.Collectors;
import org.dddblocks.saga.PivotStep;
import org.dddblocks.saga.RetriableStep;
import org.dddblocks.saga.Saga;
import org.dddblocks.saga.SagaDefinition;
import org.dddblocks.saga.Steps;
import org.dddblocks.saga.UndoableStep;
import org.dddblocks.shop.delivery.api.OrderWasDelivered;
import org.dddblocks.shop.delivery.api.ShipOrder;
import org.dddblocks.shop.inventory.api.ReleaseStock;
import org.dddblocks.shop.inventory.api.ReserveStock;
import org.dddblocks.shop.inventory.api.StockReleased;
import org.dddblocks.shop.inventory.api.StockReserved;
import org.dddblocks.shop.inventory.api.StockShort;
import org.dddblocks.shop.ordering.api.AcceptOrder;
import org.dddblocks.shop.ordering.api.CompleteOrder;
import org.dddblocks.shop.ordering.api.OrderAccepted;
import org.dddblocks.shop.ordering.api.OrderCompleted;
import org.dddblocks.shop.ordering.api.OrderWasRejected;
import org.dddblocks.shop.ordering.api.RejectOrder;
import org.dddblocks.shop.payment.api.AuthorisePayment;
import org.dddblocks.shop.payment.api.CapturePayment;
import org.dddblocks.shop.payment.api.PaymentAuthorised;
import org.dddblocks.shop.payment.api.PaymentCaptured;
import org.dddblocks.shop.payment.api.PaymentDeclined;
import org.dddblocks.shop.payment.api.PaymentVoided;
import org.dddblocks.shop.payment.api.VoidPayment;

/** The way of an order from placed to delivered, and back if the stock or the bank says no. */
final class FulfilOrder {
    static final String NAME = "fulfil-order";

    private final Steps<Fulfilment> step = Steps.of(Fulfilment.class);
    private final CaseFiles cases;

    FulfilOrder(CaseFiles cases) {
        this.cases = cases;
    }

    SagaDefinition<Fulfilment> definition() {
        return Saga.define(NAME, 1, Fulfilment.class)
                .then(open())
                .then(accept())
                .then(reserve())
                .then(authorise())
                .pivot(capture())
                .then(ship())
                .then(complete())
                .build();
    }

    private UndoableStep<Fulfilment> open() {
        return step.tx("open", (s, connection) -> cases.open(connection, s.orderId()))
                .undo((s, attempted, connection) -> cases.giveUp(connection, s.orderId(), s.reason()));
    }

    private UndoableStep<Fulfilment> accept() {
        return step.command("accept", s -> new AcceptOrder(s.orderId()))
                .reply(OrderAccepted.class)
                .rejectedBy(OrderWasRejected.class, (s, refusal) -> s.refusedBecause(refusal.reason()))
                .undo((s, attempted) -> new RejectOrder(s.orderId(), s.reason()))
                .undoneBy(OrderWasRejected.class);
    }

    private UndoableStep<Fulfilment> reserve() {
        return step.command("reserve", s -> new ReserveStock(s.orderId(), s.goods()))
                .reply(StockReserved.class)
                .rejectedBy(StockShort.class, (s, shortage) -> s.refusedBecause("out of stock: " + missing(shortage)))
                .undo((s, attempted) -> new ReleaseStock(s.orderId()))
                .undoneBy(StockReleased.class);
    }

    private UndoableStep<Fulfilment> authorise() {
        return step.command("authorise", s -> new AuthorisePayment(s.orderId(), s.total()))
                .reply(PaymentAuthorised.class)
                .rejectedBy(PaymentDeclined.class, (s, refusal) -> s.refusedBecause(refusal.reason()))
                .undo((s, attempted) -> new VoidPayment(s.orderId()))
                .undoneBy(PaymentVoided.class);
    }

    private PivotStep<Fulfilment> capture() {
        return step.command("capture", s -> new CapturePayment(s.orderId())).reply(PaymentCaptured.class);
    }

    private RetriableStep<Fulfilment> ship() {
        return step.command("ship", s -> new ShipOrder(s.orderId(), s.day(), s.units()))
                .reply(OrderWasDelivered.class)
                .retryUntilDone();
    }

    private RetriableStep<Fulfilment> complete() {
        return step.command("complete", s -> new CompleteOrder(s.orderId(), s.day()))
                .reply(OrderCompleted.class)
                .retryUntilDone();
    }

    private static String missing(StockShort shortage) {
        return shortage.missing().stream()
                .limit(5)
                .map(unit -> unit.units() + " x " + unit.sku())
                .collect(Collectors.joining(", "));
    }
}
