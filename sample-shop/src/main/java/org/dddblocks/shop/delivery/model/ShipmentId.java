package org.dddblocks.shop.delivery.model;

import org.dddblocks.core.TypedId;

/**
 * The order that is sent.
 *
 * @param value its id, which belongs to another context
 */
public record ShipmentId(String value) implements TypedId<Shipment> {
    /** Refuses a blank id. */
    public ShipmentId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("ShipmentId is blank; it must be the id of an order.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
