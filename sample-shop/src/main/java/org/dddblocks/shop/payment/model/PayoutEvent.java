package org.dddblocks.shop.payment.model;

import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.Money;

/** What can happen to a payout. */
public sealed interface PayoutEvent extends DomainEvent {
    /**
     * Money was paid back that belongs to no order.
     *
     * @param payout for which credit note
     * @param amount how much
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "payment", name = "PaidOut")
    record PaidOut(PayoutId payout, Money amount) implements PayoutEvent {}
}
