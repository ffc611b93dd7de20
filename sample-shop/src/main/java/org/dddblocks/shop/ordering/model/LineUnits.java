package org.dddblocks.shop.ordering.model;

import org.dddblocks.core.ValueObject;

/**
 * Some units of one line of an order.
 *
 * @param line the line's number
 * @param sku its product
 * @param units how many, at least 1
 */
public record LineUnits(int line, Sku sku, int units) implements ValueObject {
    /** Refuses numbers below 1. */
    public LineUnits {
        if (units < 1) {
            throw new IllegalArgumentException(
                    "%d units of %s on line %d; it must be at least 1.".formatted(units, sku, line));
        }
    }
}
