package org.dddblocks.shop.payment.application;

/** The door to payment for a client in the same process: everything else reaches it as a message. */
public interface Payments {
    /**
     * What was paid and paid back.
     *
     * @return the totals
     */
    PaymentTotals totals();
}
