package org.dddblocks.core;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An exact amount in one currency; never a binary floating point number.
 *
 * <p><b>Shape.</b> The scale is the currency's, or finer where a unit price needs it; trailing zeros beyond the
 * currency's scale are dropped, so that equal amounts are equal.
 *
 * @param amount exact decimal
 * @param currency its currency
 */
public record Money(BigDecimal amount, Currency currency) implements ValueObject, Comparable<Money> {
    /** Drops trailing zeros beyond the currency's scale. */
    public Money {
        int scale = Math.max(0, currency.getDefaultFractionDigits());
        BigDecimal stripped = amount.stripTrailingZeros();
        amount = stripped.scale() < scale ? stripped.setScale(scale) : stripped;
    }

    /**
     * An amount at most as fine as the currency.
     *
     * @param amount decimal text
     * @param currency ISO code
     * @return the money
     * @throws IllegalArgumentException if it is finer
     */
    public static Money of(String amount, String currency) {
        Money money = precise(amount, currency);
        if (money.amount.scale() > Math.max(0, money.currency.getDefaultFractionDigits())) {
            throw new IllegalArgumentException(
                    "Money %s is finer than %s allows (%d decimals). Use Money.precise for unit prices, or round it."
                            .formatted(amount, currency, money.currency.getDefaultFractionDigits()));
        }
        return money;
    }

    /**
     * An amount that may be finer than the currency, such as a unit price.
     *
     * @param amount decimal text
     * @param currency ISO code
     * @return the money
     */
    public static Money precise(String amount, String currency) {
        return new Money(new BigDecimal(amount), Currency.getInstance(currency));
    }

    /**
     * Nothing.
     *
     * @param currency ISO code
     * @return zero
     */
    public static Money zero(String currency) {
        return precise("0", currency);
    }

    /**
     * The sum.
     *
     * @param other of the same currency
     * @return this and the other
     */
    public Money plus(Money other) {
        return new Money(amount.add(same(other).amount), currency);
    }

    /**
     * The difference.
     *
     * @param other of the same currency
     * @return this less the other
     */
    public Money minus(Money other) {
        return new Money(amount.subtract(same(other).amount), currency);
    }

    /**
     * A multiple.
     *
     * @param factor how often
     * @return the product
     */
    public Money times(long factor) {
        return new Money(amount.multiply(BigDecimal.valueOf(factor)), currency);
    }

    /**
     * The opposite.
     *
     * @return zero minus this
     */
    public Money negated() {
        return new Money(amount.negate(), currency);
    }

    /**
     * Rounded to the currency's scale.
     *
     * @param mode how
     * @return the money
     */
    public Money rounded(RoundingMode mode) {
        return new Money(amount.setScale(Math.max(0, currency.getDefaultFractionDigits()), mode), currency);
    }

    /**
     * Whether it is below zero.
     *
     * @return true below zero
     */
    public boolean isNegative() {
        return amount.signum() < 0;
    }

    /**
     * Whether it is nothing.
     *
     * @return true for zero
     */
    public boolean isZero() {
        return amount.signum() == 0;
    }

    /**
     * Whether it is above zero.
     *
     * @return true above zero
     */
    public boolean isPositive() {
        return amount.signum() > 0;
    }

    @Override
    public int compareTo(Money other) {
        return amount.compareTo(same(other).amount);
    }

    private Money same(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    "%s and %s are of different currencies; convert one of them first.".formatted(this, other));
        }
        return other;
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency.getCurrencyCode();
    }
}
