package org.dddblocks.shop.ordering.model;

import org.dddblocks.core.Money;
import org.dddblocks.core.ValueObject;

/**
 * One line of an order or a credit note, as it was agreed: later changes of price or description do not touch it.
 *
 * @param number its place in the document, from 1
 * @param sku the product
 * @param description as printed
 * @param quantity units, at least 1
 * @param unitPrice at least zero
 */
public record Line(int number, Sku sku, String description, int quantity, Money unitPrice) implements ValueObject {
    /** Refuses quantities below 1 and negative prices. */
    public Line {
        if (quantity < 1) {
            throw new IllegalArgumentException(
                    "Line %d of %s has the quantity %d; it must be at least 1.".formatted(number, sku, quantity));
        }
        if (unitPrice.isNegative()) {
            throw new IllegalArgumentException(
                    "Line %d of %s has the unit price %s; it must be at least zero.".formatted(number, sku, unitPrice));
        }
    }

    /**
     * What the line costs.
     *
     * @return quantity times unit price, exact
     */
    public Money amount() {
        return unitPrice.times(quantity);
    }
}
