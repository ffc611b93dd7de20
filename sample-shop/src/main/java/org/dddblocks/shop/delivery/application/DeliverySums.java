package org.dddblocks.shop.delivery.application;

/** Reads the totals. */
@FunctionalInterface
public interface DeliverySums {
    /**
     * What was sent.
     *
     * @return the totals
     */
    DeliveryTotals totals();
}
