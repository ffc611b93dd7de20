package org.dddblocks.shop.payment.application;

/** Reads the totals. */
@FunctionalInterface
public interface PaymentSums {
    /**
     * What was paid and paid back.
     *
     * @return the totals
     */
    PaymentTotals totals();
}
