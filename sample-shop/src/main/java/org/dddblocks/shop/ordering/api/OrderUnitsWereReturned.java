package org.dddblocks.shop.ordering.api;

import java.util.List;

/**
 * Units of an order came back on a later day.
 *
 * @param orderId which
 * @param creditNoteId by which credit note
 * @param goods units by product, sorted by stock code
 */
public record OrderUnitsWereReturned(String orderId, String creditNoteId, List<ProductUnits> goods) {
    /** Copies the list. */
    public OrderUnitsWereReturned {
        goods = List.copyOf(goods);
    }
}
