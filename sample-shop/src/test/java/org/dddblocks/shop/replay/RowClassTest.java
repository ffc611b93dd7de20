package org.dddblocks.shop.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowClassTest {
    private static final List<String> CODES = List.of(
            "POST",
            "DOT",
            "C2",
            "M",
            "D",
            "S",
            "BANK CHARGES",
            "AMAZONFEE",
            "CRUK",
            "B",
            "GIFT_0001_20",
            "85123A",
            "22423",
            "PADS");
    private static final Set<String> NO_GOODS =
            Set.of("POST", "DOT", "C2", "M", "D", "S", "BANK CHARGES", "AMAZONFEE", "CRUK", "B", "GIFT_0001_20");

    /** Each class said on its own, with all that earlier rules took away: more than one, or none, would be an error in R1. */
    private static final Map<RowClass, Predicate<Row>> SAID_ALONE = Map.of(
            RowClass.BAD_DEBT, row -> kind(row) == 'A',
            RowClass.CHARGE, row -> kind(row) != 'A' && noGoods(row),
            RowClass.CANCEL_LINE, row -> kind(row) == 'C' && !noGoods(row),
            RowClass.STOCK_ADJUST,
                    row -> sale(row)
                            && (row.quantity() < 0
                                    || free(row) && row.customer().isEmpty()),
            RowClass.FREE_ITEM,
                    row -> sale(row)
                            && row.quantity() > 0
                            && free(row)
                            && row.customer().isPresent(),
            RowClass.ORDER_LINE, row -> sale(row) && row.quantity() > 0 && !free(row));

    @Property
    void every_row_has_exactly_one_class_and_it_is_the_one_the_rules_say(@ForAll("rows") Row row) {
        List<RowClass> fitting = SAID_ALONE.entrySet().stream()
                .filter(entry -> entry.getValue().test(row))
                .map(Map.Entry::getKey)
                .toList();
        Statistics.collect(row.rowClass());
        Statistics.coverage(all ->
                List.of(RowClass.values()).forEach(each -> all.check(each).count(n -> n > 0)));
        assertThat(fitting).containsExactly(row.rowClass());
    }

    @ParameterizedTest
    @CsvSource({
        "A563185, B, 1, 11062.06, '', BAD_DEBT",
        "536370, POST, 3, 18.00, 12583, CHARGE",
        "C536379, D, -1, 27.50, 14527, CHARGE",
        "540000, GIFT_0001_10, 1, 8.33, '', CHARGE",
        "C536383, 35004C, -1, 4.65, 15311, CANCEL_LINE",
        "536589, 21777, -10, 0.0, '', STOCK_ADJUST",
        "536414, 22139, 56, 0.0, '', STOCK_ADJUST",
        "537197, 22841, 1, 0.0, 12647, FREE_ITEM",
        "536365, 85123A, 6, 2.55, 17850, ORDER_LINE",
        "536544, 21773, 1, 2.51, '', ORDER_LINE"
    })
    void rows_of_the_data_set_are_classed_as_its_description_says(
            String invoice, String code, int quantity, BigDecimal price, String customer, RowClass expected) {
        assertThat(row(invoice, code, quantity, price, customer).rowClass()).isEqualTo(expected);
    }

    @Provide
    Arbitrary<Row> rows() {
        Arbitrary<String> invoices = Combinators.combine(
                        Arbitraries.of("", "", "C", "A"), Arbitraries.integers().between(100000, 999999))
                .as((kind, number) -> kind + number);
        Arbitrary<BigDecimal> prices = Arbitraries.oneOf(
                Arbitraries.just(BigDecimal.ZERO),
                Arbitraries.just(new BigDecimal("0.001")),
                Arbitraries.just(new BigDecimal("2.55")));
        return Combinators.combine(
                        invoices,
                        Arbitraries.of(CODES),
                        Arbitraries.integers().between(-50, 50).filter(n -> n != 0),
                        prices,
                        Arbitraries.of("", "17850"))
                .as(RowClassTest::row);
    }

    private static Row row(String invoice, String code, int quantity, BigDecimal price, String customer) {
        LocalDateTime time = LocalDateTime.of(2010, 12, 1, 8, 26);
        Optional<String> who = Optional.of(customer).filter(known -> !known.isEmpty());
        return new Row(2, invoice, code, "A THING", quantity, time, price, who, "France");
    }

    private static char kind(Row row) {
        return row.invoice().charAt(0);
    }

    private static boolean noGoods(Row row) {
        return NO_GOODS.contains(row.stockCode());
    }

    private static boolean sale(Row row) {
        return Character.isDigit(kind(row)) && !noGoods(row);
    }

    private static boolean free(Row row) {
        return row.unitPrice().signum() == 0;
    }
}
