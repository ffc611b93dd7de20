package org.dddblocks.shop.inventory.api;

import java.util.List;

/**
 * Nothing is kept for the order, because not everything is there.
 *
 * @param orderId which
 * @param missing products and how many units of each are missing, sorted by stock code
 */
public record StockShort(String orderId, List<StockUnits> missing) {
    /** Copies the list. */
    public StockShort {
        missing = List.copyOf(missing);
    }
}
