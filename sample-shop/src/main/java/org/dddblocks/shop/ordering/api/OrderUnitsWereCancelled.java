package org.dddblocks.shop.ordering.api;

import java.util.List;

/**
 * Units of an order were cancelled on its own day, before it ships.
 *
 * @param orderId which
 * @param creditNoteId by which credit note
 * @param goods units by product, sorted by stock code
 */
public record OrderUnitsWereCancelled(String orderId, String creditNoteId, List<ProductUnits> goods) {
    /** Copies the list. */
    public OrderUnitsWereCancelled {
        goods = List.copyOf(goods);
    }
}
