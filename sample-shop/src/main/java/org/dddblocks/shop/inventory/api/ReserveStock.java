package org.dddblocks.shop.inventory.api;

import java.util.List;

/**
 * Keeps units for an order: all of them or none. Answered by {@link StockReserved} or {@link StockShort}.
 *
 * @param orderId for which order; the natural id of the reservation
 * @param goods each product once
 */
public record ReserveStock(String orderId, List<StockUnits> goods) {
    /** Copies the list. */
    public ReserveStock {
        goods = List.copyOf(goods);
    }
}
