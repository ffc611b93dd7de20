package org.dddblocks.shop.ordering.model;

import java.util.Locale;
import org.dddblocks.core.ValueObject;

/**
 * A product's stock code; {@code 85123a} and {@code 85123A} are the same product.
 *
 * @param value in upper case
 */
public record Sku(String value) implements ValueObject, Comparable<Sku> {
    /** Brings the code to upper case. */
    public Sku {
        Words.id("Sku", value);
        value = value.toUpperCase(Locale.ROOT);
    }

    @Override
    public int compareTo(Sku other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
