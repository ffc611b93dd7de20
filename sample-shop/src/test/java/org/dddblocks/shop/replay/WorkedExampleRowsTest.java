package org.dddblocks.shop.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.dddblocks.shop.replay.RetailText.Told;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The figures of the data set's description, from its own day-one file: classes by R1, sums by {@link Reference}. */
@EnabledIfEnvironmentVariable(
        named = "DDD_DATA",
        matches = ".+",
        disabledReason = "Set DDD_DATA to the folder that contains online-retail/ and this test runs.")
class WorkedExampleRowsTest {
    private static Told told;
    private static Reference reference;

    @BeforeAll
    static void read() throws Exception {
        told = Told.by(DataSet.dayOne());
        reference = Reference.of(told.rows);
    }

    @Test
    void day_one_has_the_rows_of_each_class() {
        Map<RowClass, Long> classes = new TreeMap<>();
        told.rows.forEach(row -> classes.merge(row.rowClass(), 1L, Long::sum));

        assertThat(told.malformed).isEmpty();
        assertThat(classes)
                .isEqualTo(Map.of(
                        RowClass.ORDER_LINE, 3_064L,
                        RowClass.CANCEL_LINE, 25L,
                        RowClass.CHARGE, 9L,
                        RowClass.STOCK_ADJUST, 10L));
    }

    @Test
    void day_one_has_the_orders_and_totals_of_the_worked_example() {
        assertThat(reference.orders).isEqualTo(127);
        assertThat(reference.guestOrders).isEqualTo(6);
        assertThat(reference.units).isEqualTo(26_909);
        assertThat(reference.products).hasSize(1_336);
        assertThat(reference.goods).isEqualByComparingTo("57626.33");
        assertThat(reference.charges).isEqualByComparingTo("1334.46");
        assertThat(reference.countries)
                .containsEntry("United Kingdom", new BigDecimal("54818.08"))
                .containsEntry("Norway", new BigDecimal("1919.14"))
                .containsEntry("France", new BigDecimal("855.86"))
                .containsEntry("EIRE", new BigDecimal("555.38"))
                .containsEntry("Australia", new BigDecimal("358.25"))
                .containsEntry("Germany", new BigDecimal("261.48"))
                .containsEntry("Netherlands", new BigDecimal("192.60"))
                .hasSize(7);
    }

    @Test
    void day_one_has_the_credit_notes_of_the_worked_example() {
        assertThat(reference.notesWithGoods).hasSize(5);
        assertThat(reference.creditedUnits).isEqualTo(182);
        assertThat(reference.matchedUnits).isEqualTo(6);
        assertThat(reference.ordersConcerned).hasSize(1);
        assertThat(reference.goodsRefund).isEqualByComparingTo("297.73");
        assertThat(reference.chargesRefund).isEqualByComparingTo("27.50");
        assertThat(reference.allRows).isEqualByComparingTo("58635.56");
    }

    @Test
    void the_first_reading_finds_every_invoice_and_the_opening_stock() throws Exception {
        Path file = DataSet.dayOne();
        Overview overview = Overview.of(RetailFile.at(file));

        assertThat(overview.rows()).isEqualTo(3_108);
        assertThat(overview.lastLine()).containsEntry("536365", 8L);
        assertThat(overview.openingStock().values().stream().mapToLong(n -> n).sum())
                .isEqualTo(26_909 + reference.writtenOff);
    }
}
