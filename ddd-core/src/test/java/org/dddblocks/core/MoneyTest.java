package org.dddblocks.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class MoneyTest {
    private static final Currency GBP = Currency.getInstance("GBP");

    @Test
    void equal_amounts_are_equal_whatever_digits_they_were_written_with() {
        assertThat(Money.of("10", "GBP"))
                .isEqualTo(Money.of("10.00", "GBP"))
                .hasSameHashCodeAs(Money.of("10.0", "GBP"));
        assertThat(Money.precise("10.000", "GBP")).isEqualTo(Money.of("10", "GBP"));
        assertThat(new Money(new BigDecimal("1E+1"), GBP)).isEqualTo(Money.of("10", "GBP"));
        assertThat(Money.of("-0.00", "GBP")).isEqualTo(Money.zero("GBP"));
        assertThat(Money.of("10", "GBP")).isNotEqualTo(Money.of("10", "EUR"));
    }

    @Test
    void an_amount_has_its_currencys_scale() {
        assertThat(Money.of("10", "GBP")).hasToString("10.00 GBP");
        assertThat(Money.of("10", "JPY")).hasToString("10 JPY");
        assertThat(Money.of("5000", "KRW")).hasToString("5000 KRW");
        assertThat(Money.of("1.5", "KWD")).hasToString("1.500 KWD");
        assertThat(Money.precise("0.0010", "GBP")).hasToString("0.001 GBP");
        assertThat(Money.zero("KRW").amount()).isEqualTo(BigDecimal.ZERO);
    }

    @Test
    void an_amount_finer_than_its_currency_is_refused_with_the_remedy() {
        assertThatThrownBy(() -> Money.of("0.001", "GBP"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("0.001 GBP is finer than GBP, which has 2 decimals", "Money.precise");
        assertThatThrownBy(() -> Money.of("0.5", "JPY")).hasMessageContaining("JPY, which has 0 decimals");
        assertThatThrownBy(() -> Money.of("0.5", "KRW")).hasMessageContaining("KRW, which has 0 decimals");
        assertThatThrownBy(() -> Money.of(new BigDecimal("0.001"), GBP)).hasMessageContaining("Money.precise");
    }

    @Test
    void text_that_is_no_plain_number_is_refused() {
        for (String text : List.of("", " ", "1e3", "1,5", "+1", " 1", ".5", "5.", "NaN", "0x1", "١", "1".repeat(41))) {
            assertThatThrownBy(() -> Money.precise(text, "GBP"))
                    .as("amount <%s>", text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("The amount is", "plain decimal digits");
        }
        assertThatThrownBy(() -> Money.of(null, "GBP")).hasMessageContaining("The amount is null");
    }

    @Test
    void a_currency_that_is_unknown_or_has_no_decimals_is_refused() {
        assertThatThrownBy(() -> Money.of("1", "gbp")).hasMessageContainingAll("\"gbp\"", "upper case, such as GBP");
        assertThatThrownBy(() -> Money.of("1", "XXX")).hasMessageContaining("unlike XXX");
        assertThatThrownBy(() -> new Money(BigDecimal.ONE, null)).hasMessageContaining("The currency is null");
    }

    @Test
    void an_amount_too_large_or_too_fine_to_keep_is_refused_before_it_fills_the_memory() {
        assertThatThrownBy(() -> new Money(new BigDecimal("1E+1000000000"), GBP))
                .hasMessageContaining("below 10");
        assertThatThrownBy(() -> new Money(new BigDecimal("1E-1000000000"), GBP))
                .hasMessageContaining("at most 12");
        assertThatThrownBy(() -> Money.of("9".repeat(24), "GBP").times(10)).hasMessageContaining("below 10");
        assertThat(Money.precise("9".repeat(24) + ".999999999999", "GBP")
                        .amount()
                        .precision())
                .isEqualTo(36);
    }

    @Test
    void sums_and_comparisons_of_different_currencies_are_refused() {
        Money pound = Money.of("1", "GBP");
        Money euro = Money.of("1", "EUR");
        assertThatThrownBy(() -> pound.plus(euro)).hasMessageContaining("Cannot add 1.00 GBP and 1.00 EUR");
        assertThatThrownBy(() -> pound.minus(euro)).hasMessageContaining("Convert one of them first");
        assertThatThrownBy(() -> pound.compareTo(euro)).hasMessageContaining("Cannot compare");
        assertThatThrownBy(() -> pound.plus(null)).hasMessageContaining("is null");
    }

    @Test
    void a_sum_is_exact_where_binary_numbers_are_not() {
        Money sum = Money.zero("GBP");
        for (int i = 0; i < 1000; i++) {
            sum = sum.plus(Money.precise("0.001", "GBP")).plus(Money.of("0.1", "GBP"));
        }
        assertThat(sum).isEqualTo(Money.of("101", "GBP"));
        assertThat(Money.precise("0.035", "GBP").times(1000)).isEqualTo(Money.of("35", "GBP"));
    }

    @Test
    void rounding_is_asked_for_and_goes_to_the_currencys_scale() {
        assertThat(Money.precise("2.345", "GBP").rounded(RoundingMode.HALF_EVEN))
                .hasToString("2.34 GBP");
        assertThat(Money.precise("2.345", "GBP").rounded(RoundingMode.HALF_UP)).hasToString("2.35 GBP");
        assertThat(Money.precise("0.5", "KRW").rounded(RoundingMode.UP)).hasToString("1 KRW");
    }

    @Test
    void a_sign_is_one_of_three() {
        Money debt = Money.of("1", "GBP").negated();
        assertThat(List.of(debt.isNegative(), debt.isZero(), debt.isPositive())).containsExactly(true, false, false);
        assertThat(Money.zero("GBP").isZero()).isTrue();
        assertThat(debt.negated().isPositive()).isTrue();
        assertThat(debt).isLessThan(Money.zero("GBP"));
    }

    @Property(tries = 200)
    void adding_and_taking_away_leads_back(
            @ForAll @BigRange(min = "-1E20", max = "1E20") @Scale(4) BigDecimal one,
            @ForAll @BigRange(min = "-1E20", max = "1E20") @Scale(4) BigDecimal other) {
        Money a = new Money(one, GBP);
        Money b = new Money(other, GBP);

        assertThat(a.plus(b).minus(b)).isEqualTo(a);
        assertThat(a.plus(b)).isEqualTo(b.plus(a));
        assertThat(a.minus(b)).isEqualTo(b.minus(a).negated());
        assertThat(a.equals(b)).isEqualTo(a.compareTo(b) == 0);
    }

    @Property(tries = 200)
    void a_multiple_is_a_repeated_sum(
            @ForAll @BigRange(min = "-1000", max = "1000") @Scale(3) BigDecimal amount,
            @ForAll @IntRange(max = 50) int times) {
        Money sum = Money.zero(GBP);
        for (int i = 0; i < times; i++) {
            sum = sum.plus(new Money(amount, GBP));
        }
        assertThat(new Money(amount, GBP).times(times)).isEqualTo(sum);
    }
}
