package org.dddblocks.shop.ordering.model;

import org.dddblocks.core.TypedId;

/**
 * An order's invoice number.
 *
 * @param value as printed on the invoice
 */
public record OrderId(String value) implements TypedId<Order> {
    /** Refuses a blank number. */
    public OrderId {
        Words.id("OrderId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
