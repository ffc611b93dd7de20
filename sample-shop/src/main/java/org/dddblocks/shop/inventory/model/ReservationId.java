package org.dddblocks.shop.inventory.model;

import org.dddblocks.core.TypedId;

/**
 * The order for which units are kept.
 *
 * @param value its id, which belongs to another context
 */
public record ReservationId(String value) implements TypedId<Reservation> {
    /** Refuses a blank id. */
    public ReservationId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("ReservationId is blank; it must be the id of an order.");
        }
    }

    @Override
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return value;
    }
}
