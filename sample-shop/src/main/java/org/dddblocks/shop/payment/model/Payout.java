package org.dddblocks.shop.payment.model;

import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.Money;
import org.dddblocks.shop.payment.model.PayoutEvent.PaidOut;

/** Money paid back for a credit note, or the part of one, that belongs to no order. */
public final class Payout extends AggregateRoot<Payout, PayoutId, PayoutEvent> {
    /** Its name and events. */
    public static final AggregateType<Payout, PayoutId, PayoutEvent> TYPE =
            AggregateType.stateBased("payout", Payout.class, PayoutEvent.class);

    private final Money amount;

    private Payout(PayoutId id, Money amount) {
        super(id);
        this.amount = amount;
    }

    /**
     * Pays.
     *
     * @param id for which credit note
     * @param amount how much
     * @param bank gives the money
     * @return the payout
     */
    public static Payout pay(PayoutId id, Money amount, PaymentProvider bank) {
        bank.refund(id.value(), amount);
        Payout payout = new Payout(id, amount);
        payout.record(new PaidOut(id, amount));
        return payout;
    }

    /**
     * A payout as it was stored.
     *
     * @param id for which credit note
     * @param amount how much
     * @return it
     */
    public static Payout stored(PayoutId id, Money amount) {
        return new Payout(id, amount);
    }

    /**
     * How much.
     *
     * @return the amount
     */
    public Money amount() {
        return amount;
    }
}
