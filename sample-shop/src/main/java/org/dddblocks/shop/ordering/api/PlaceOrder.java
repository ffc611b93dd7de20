package org.dddblocks.shop.ordering.api;

import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer wants these goods. Placing the same order id again changes nothing.
 *
 * @param orderId the natural id: the invoice number
 * @param customerId who orders, or null for a guest
 * @param country where to
 * @param placedAt business time, local to the shop; the order ships at the end of this day
 * @param lines at least one
 * @param charges may be empty
 */
public record PlaceOrder(
        String orderId,
        @Nullable String customerId,
        String country,
        LocalDateTime placedAt,
        List<LineItem> lines,
        List<ChargeItem> charges) {
    /** Copies the lists. */
    public PlaceOrder {
        lines = List.copyOf(lines);
        charges = List.copyOf(charges);
    }
}
