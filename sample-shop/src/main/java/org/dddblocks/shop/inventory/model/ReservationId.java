package org.dddblocks.shop.inventory.model;

import org.dddblocks.core.TypedId;

/**
 * The order for which units are kept.
 *
 * @param order its id, which belongs to another context
 */
public record ReservationId(String order) implements TypedId<Reservation> {
    /** Refuses a blank id. */
    public ReservationId {
        if (order.isBlank()) {
            throw new IllegalArgumentException("ReservationId is blank; it must be the id of an order.");
        }
    }

    @Override
    public String value() {
        return order;
    }

    @Override
    public String toString() {
        return order;
    }
}
