package org.dddblocks.shop.inventory.model;

import java.util.Locale;
import org.dddblocks.core.TypedId;

/**
 * A product's stock code; {@code 85123a} and {@code 85123A} are the same product.
 *
 * @param code in upper case
 */
public record Sku(String code) implements TypedId<Stock>, Comparable<Sku> {
    /** Brings the code to upper case and refuses a blank one. */
    public Sku {
        if (code.isBlank()) {
            throw new IllegalArgumentException("Sku is blank; it must have at least one visible character.");
        }
        code = code.toUpperCase(Locale.ROOT);
    }

    @Override
    public String value() {
        return code;
    }

    @Override
    public int compareTo(Sku other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
