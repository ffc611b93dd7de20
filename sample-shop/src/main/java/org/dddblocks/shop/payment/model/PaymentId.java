package org.dddblocks.shop.payment.model;

import org.dddblocks.core.TypedId;

/**
 * The order that is paid for.
 *
 * @param value its id, which belongs to another context
 */
public record PaymentId(String value) implements TypedId<Payment> {
    /** Refuses a blank id. */
    public PaymentId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("PaymentId is blank; it must be the id of an order.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
