package org.dddblocks.shop.ordering.api;

import java.time.LocalDate;
import java.util.List;
import org.dddblocks.core.Money;
import org.jspecify.annotations.Nullable;

/**
 * An order came in; nothing is reserved or paid yet.
 *
 * @param orderId which
 * @param customerId who ordered, or null for a guest
 * @param day the day it was placed, on whose end it ships
 * @param total what the customer pays: goods and charges, exact
 * @param goods units by product, sorted by stock code
 */
public record OrderWasPlaced(
        String orderId, @Nullable String customerId, LocalDate day, Money total, List<ProductUnits> goods) {
    /** Copies the list. */
    public OrderWasPlaced {
        goods = List.copyOf(goods);
    }
}
