package org.dddblocks.shop.support;

import java.math.BigDecimal;
import java.util.Currency;
import org.dddblocks.core.Money;
import org.jspecify.annotations.Nullable;

/** The shop deals in one currency, so that its tables hold bare amounts. */
public final class Pounds {
    /** Its ISO code. */
    public static final String CODE = "GBP";

    private static final int FINEST = 3;
    private static final Currency GBP = Currency.getInstance(CODE);

    private Pounds() {}

    /**
     * Reads an amount from a table.
     *
     * @param amount null counts as nothing, which is what SQL says of an empty sum
     * @return the money
     */
    public static Money of(@Nullable BigDecimal amount) {
        return new Money(amount == null ? BigDecimal.ZERO : amount, GBP);
    }

    /**
     * Refuses other currencies and amounts finer than a thousandth.
     *
     * @param money any
     * @return the same
     * @throws IllegalArgumentException if it is not in pounds, or finer
     */
    public static Money only(Money money) {
        if (!money.currency().equals(GBP)) {
            throw new IllegalArgumentException(
                    "%s is not in %s, the only currency of this shop; convert it first.".formatted(money, CODE));
        }
        if (money.amount().scale() > FINEST) {
            throw new IllegalArgumentException(
                    "%s is finer than a thousandth of a pound, the finest price of this shop; round it first."
                            .formatted(money));
        }
        return money;
    }
}
