package org.dddblocks.shop.inventory.application;

import org.dddblocks.shop.inventory.model.Sku;

/** What was booked by hand, each booking once, and the totals of the warehouse. */
public interface Bookings {
    /**
     * Notes a booking in the current transaction.
     *
     * @param kind {@code OPENING} or {@code ADJUSTMENT}
     * @param id its natural id within the kind and product
     * @param sku the product
     * @param units how many
     * @param reason as booked
     * @return whether it is new
     */
    boolean book(String kind, String id, Sku sku, int units, String reason);

    /**
     * What lies in the warehouse.
     *
     * @return the totals
     */
    InventoryTotals totals();
}
