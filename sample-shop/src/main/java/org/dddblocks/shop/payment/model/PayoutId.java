package org.dddblocks.shop.payment.model;

import org.dddblocks.core.TypedId;

/**
 * The credit note that is paid back without an order.
 *
 * @param value its id, which belongs to another context
 */
public record PayoutId(String value) implements TypedId<Payout> {
    /** Refuses a blank id. */
    public PayoutId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("PayoutId is blank; it must be the id of a credit note.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
