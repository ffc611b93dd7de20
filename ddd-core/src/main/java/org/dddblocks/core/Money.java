package org.dddblocks.core;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.regex.Pattern;

/**
 * An exact amount of money in one currency.
 *
 * <p><b>Shape.</b> Amounts are decimal, never {@code double}, so a sum of any length is exact to its last digit. An
 * amount has its currency's scale (GBP 2, JPY and KRW 0, KWD 3), or a finer one where {@link #precise} asked for it,
 * such as a unit price; two equal amounts are equal objects, whatever digits they were written with.
 * <b>Units.</b> Up to 24 digits before the decimal point and 12 after it. <b>Threads.</b> Immutable.
 *
 * <pre>{@code
 * Money price = Money.of("12.30", "GBP");
 * Money total = price.times(3).plus(Money.of("0.10", "GBP"));       // 37.00 GBP
 * }</pre>
 *
 * @param amount the number, at least at its currency's scale
 * @param currency its currency
 * @see <a href="https://martinfowler.com/eaaCatalog/money.html">Fowler, Patterns of Enterprise Application
 *     Architecture, Money</a>
 */
public record Money(BigDecimal amount, Currency currency) implements ValueObject, Comparable<Money> {
    private static final int MOST_DECIMALS = 12;
    private static final int MOST_DIGITS = 24;
    private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?");

    /**
     * Brings the amount to the canonical scale: its currency's, or the finer one it needs.
     *
     * @throws IllegalArgumentException if an argument is {@code null}, the amount is too large or too fine, or the
     *     currency has no decimal scale (XXX, XAU)
     */
    public Money {
        Texts.given(amount, "The amount");
        int scale = scaleOf(Texts.given(currency, "The currency"));
        Texts.check(
                amount.precision() - (long) amount.scale() <= MOST_DIGITS,
                "The amount",
                amount,
                "below 10 to the power of " + MOST_DIGITS);
        amount = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
        Texts.check(amount.scale() <= MOST_DECIMALS, "The amount", amount, "at most 12 digits after the decimal point");
        amount = amount.setScale(Math.max(scale, amount.scale()));
    }

    /**
     * An amount at its currency's scale.
     *
     * @param amount plain decimal digits, such as {@code "12.30"} or {@code "-5"}
     * @param currencyCode ISO 4217, such as {@code "GBP"}
     * @return the money
     * @throws IllegalArgumentException if the amount is finer than the currency or not a plain number, or the code
     *     is unknown
     */
    public static Money of(String amount, String currencyCode) {
        return precise(amount, currencyCode).refuseFiner();
    }

    /**
     * An amount at its currency's scale.
     *
     * @param amount the number
     * @param currency its currency
     * @return the money
     * @throws IllegalArgumentException if the amount is finer than the currency
     */
    public static Money of(BigDecimal amount, Currency currency) {
        return new Money(amount, currency).refuseFiner();
    }

    /**
     * An amount that may be finer than its currency, such as a unit price.
     *
     * @param amount plain decimal digits, such as {@code "0.001"}
     * @param currencyCode ISO 4217, such as {@code "GBP"}
     * @return the money
     * @throws IllegalArgumentException if the amount is not a plain number or has more than 12 decimals, or the code
     *     is unknown
     */
    public static Money precise(String amount, String currencyCode) {
        Texts.check(
                PLAIN.matcher(Texts.given(amount, "The amount")).matches(),
                "The amount",
                amount,
                "plain decimal digits, such as 12.30 or -5");
        return new Money(new BigDecimal(amount), currencyOf(currencyCode));
    }

    /**
     * No money at all, at the currency's scale.
     *
     * @param currencyCode ISO 4217, such as {@code "GBP"}
     * @return zero
     * @throws IllegalArgumentException if the code is unknown
     */
    public static Money zero(String currencyCode) {
        return zero(currencyOf(currencyCode));
    }

    /**
     * No money at all, at the currency's scale.
     *
     * @param currency its currency
     * @return zero
     */
    public static Money zero(Currency currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    /**
     * The sum.
     *
     * @param other money of the same currency
     * @return this and the other
     * @throws IllegalArgumentException if the currencies differ or the sum is too large
     */
    public Money plus(Money other) {
        return new Money(amount.add(amountOf(other, "add")), currency);
    }

    /**
     * The difference.
     *
     * @param other money of the same currency
     * @return this without the other, negative if that is more
     * @throws IllegalArgumentException if the currencies differ or the difference is too large
     */
    public Money minus(Money other) {
        return new Money(amount.subtract(amountOf(other, "subtract")), currency);
    }

    /**
     * The multiple.
     *
     * @param factor how many times
     * @return the product, exact
     * @throws IllegalArgumentException if the product is too large
     */
    public Money times(long factor) {
        return new Money(amount.multiply(BigDecimal.valueOf(factor)), currency);
    }

    /**
     * The opposite amount.
     *
     * @return this with the other sign
     */
    public Money negated() {
        return new Money(amount.negate(), currency);
    }

    /**
     * Rounds to the currency's scale.
     *
     * @param mode how; {@link RoundingMode#HALF_EVEN} favours nobody
     * @return the money at its currency's scale
     */
    public Money rounded(RoundingMode mode) {
        return new Money(amount.setScale(scaleOf(currency), Texts.given(mode, "The rounding mode")), currency);
    }

    /**
     * Whether this is below zero.
     *
     * @return whether it is
     */
    public boolean isNegative() {
        return amount.signum() < 0;
    }

    /**
     * Whether this is nothing.
     *
     * @return whether it is
     */
    public boolean isZero() {
        return amount.signum() == 0;
    }

    /**
     * Whether this is above zero.
     *
     * @return whether it is
     */
    public boolean isPositive() {
        return amount.signum() > 0;
    }

    /**
     * Orders amounts of one currency; consistent with equals.
     *
     * @param other money of the same currency
     * @return below, at or above 0
     * @throws IllegalArgumentException if the currencies differ
     */
    @Override
    public int compareTo(Money other) {
        return amount.compareTo(amountOf(other, "compare"));
    }

    /**
     * The amount and its currency.
     *
     * @return such as {@code 58960.79 GBP}
     */
    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency.getCurrencyCode();
    }

    private BigDecimal amountOf(Money other, String verb) {
        Texts.given(other, "The other money");
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    "Cannot %s %s and %s: their currencies differ. Convert one of them first."
                            .formatted(verb, this, other));
        }
        return other.amount;
    }

    private Money refuseFiner() {
        int scale = scaleOf(currency);
        if (amount.scale() > scale) {
            throw new IllegalArgumentException(("%s is finer than %s, which has %d decimals. "
                            + "Round it, or keep it with Money.precise(…) and round the total.")
                    .formatted(this, currency.getCurrencyCode(), scale));
        }
        return this;
    }

    private static int scaleOf(Currency currency) {
        int scale = currency.getDefaultFractionDigits();
        Texts.check(scale >= 0, "The currency", currency, "one with decimals, unlike XXX or XAU");
        return scale;
    }

    private static Currency currencyOf(String code) {
        try {
            return Currency.getInstance(Texts.given(code, "The currency's code"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The currency's code is \"%s\"; it must be one of ISO 4217 in upper case, such as GBP."
                            .formatted(code),
                    e);
        }
    }
}
