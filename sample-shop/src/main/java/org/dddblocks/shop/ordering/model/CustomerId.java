package org.dddblocks.shop.ordering.model;

import org.dddblocks.core.ValueObject;

/**
 * The number of a customer, who is no aggregate of this context.
 *
 * @param value as printed
 */
public record CustomerId(String value) implements ValueObject {
    /** Refuses a blank number. */
    public CustomerId {
        Words.id("CustomerId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
