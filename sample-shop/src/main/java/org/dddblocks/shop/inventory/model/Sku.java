package org.dddblocks.shop.inventory.model;

import java.util.Locale;
import org.dddblocks.core.TypedId;

/**
 * A product's stock code; {@code 85123a} and {@code 85123A} are the same product.
 *
 * @param value in upper case
 */
public record Sku(String value) implements TypedId<Stock>, Comparable<Sku> {
    private static final int LONGEST = 64;

    /** Brings the code to upper case and refuses a blank or overlong one. */
    public Sku {
        if (value.isBlank() || value.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "A stock code has %d characters; it must have 1 to %d that are not all blank."
                            .formatted(value.length(), LONGEST));
        }
        value = value.toUpperCase(Locale.ROOT);
    }

    @Override
    public String value() {
        return value;
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
