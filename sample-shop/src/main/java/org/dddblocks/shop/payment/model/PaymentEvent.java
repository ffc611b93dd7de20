package org.dddblocks.shop.payment.model;

import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.Money;

/** What can happen to the payment of an order. */
public sealed interface PaymentEvent extends DomainEvent {
    /**
     * To which payment.
     *
     * @return its id
     */
    PaymentId payment();

    /**
     * The bank set the amount aside.
     *
     * @param payment which
     * @param amount how much
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "payment", name = "AmountAuthorised")
    record AmountAuthorised(PaymentId payment, Money amount) implements PaymentEvent {}

    /**
     * The bank said no.
     *
     * @param payment which
     * @param amount how much was asked for
     * @param reason for people
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "payment", name = "AmountDeclined")
    record AmountDeclined(PaymentId payment, Money amount, String reason) implements PaymentEvent {}

    /**
     * The amount was taken.
     *
     * @param payment which
     * @param amount how much
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "payment", name = "AmountCaptured")
    record AmountCaptured(PaymentId payment, Money amount) implements PaymentEvent {}

    /**
     * The amount was let go.
     *
     * @param payment which
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "payment", name = "AmountVoided")
    record AmountVoided(PaymentId payment) implements PaymentEvent {}

    /**
     * The order was rejected before anybody asked the bank.
     *
     * @param payment which
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "payment", name = "PaymentCalledOff")
    record PaymentCalledOff(PaymentId payment) implements PaymentEvent {}

    /**
     * A credit note asked for money back.
     *
     * @param payment from which payment
     * @param refund how much, and whether it was paid
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "payment", name = "RefundRequested")
    record RefundRequested(PaymentId payment, Refund refund) implements PaymentEvent {}
}
