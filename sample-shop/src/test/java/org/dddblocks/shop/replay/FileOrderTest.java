package org.dddblocks.shop.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOrderTest {
    @TempDir
    Path folder;

    @Test
    void an_interrupted_invoice_is_placed_whole_after_the_one_that_interrupts_it_and_at_its_earliest_time()
            throws Exception {
        assertThat(sent(
                        RetailText.row("100", "A", 1, "2010-12-01 08:26:00", "1.00", "7"),
                        RetailText.row("200", "Z", 1, "2010-12-01 08:26:00", "1.00", "8"),
                        RetailText.row("100", "A", 2, "2010-12-01 08:27:00", "1.00", "7")))
                .containsExactly("order 200 [1Z] at 08:26", "order 100 [1A, 2A] at 08:26", "end 2010-12-01");
    }

    @Test
    void a_day_ends_before_the_first_row_of_the_next_and_a_late_row_does_not_end_it_again() throws Exception {
        assertThat(sent(
                        RetailText.row("100", "A", 1, "2010-12-01 23:59:00", "1.00", "7"),
                        RetailText.row("C101", "A", -1, "2010-12-02 00:00:00", "1.00", "7"),
                        RetailText.row("102", "A", 1, "2010-12-01 12:00:00", "1.00", "7"),
                        RetailText.row("103", "A", 1, "2010-12-05 12:00:00", "1.00", "7")))
                .containsExactly(
                        "order 100 [1A] at 23:59",
                        "end 2010-12-01",
                        "credit C101 [-1A]",
                        "order 102 [1A] at 12:00",
                        "end 2010-12-02",
                        "order 103 [1A] at 12:00",
                        "end 2010-12-05");
    }

    @Test
    void charges_without_goods_bad_debts_and_bookings_are_no_orders() throws Exception {
        assertThat(sent(
                        RetailText.row("100", "M", 1, "2010-12-01 08:26:00", "5.00", ""),
                        RetailText.row("A101", "B", 1, "2010-12-01 08:26:00", "5.00", ""),
                        RetailText.row("102", "A", -3, "2010-12-01 08:26:00", "0.0", ""),
                        RetailText.row("102", "POST", 1, "2010-12-01 08:26:00", "4.00", ""),
                        RetailText.row("103", "A", 1, "2010-12-01 08:26:00", "1.00", ""),
                        RetailText.row("103", "POST", 1, "2010-12-01 08:26:00", "4.00", ""),
                        RetailText.row("C104", "D", -1, "2010-12-01 08:26:00", "4.00", "9")))
                .containsExactly(
                        "ledger 100/1",
                        "ledger A101/1",
                        "adjust 102/1",
                        "ledger 102/2",
                        "order 103 [1A, 1POST] at 08:26",
                        "credit C104 [-1D]",
                        "end 2010-12-01");
    }

    @Test
    void opening_stock_covers_what_is_ordered_and_written_off() throws Exception {
        Overview overview = Overview.of(RetailFile.at(RetailText.plain(
                folder,
                RetailText.row("100", "a", 2, "2010-12-01 08:26:00", "5.00", ""),
                RetailText.row("101", "A", 3, "2010-12-01 08:26:00", "0.0", "7"),
                RetailText.row("102", "A", -4, "2010-12-01 08:26:00", "0.0", ""),
                RetailText.row("103", "A", 50, "2010-12-01 08:26:00", "0.0", ""),
                RetailText.row("C104", "A", -60, "2010-12-01 08:26:00", "5.0", ""),
                RetailText.row("105", "POST", 70, "2010-12-01 08:26:00", "5.0", ""))));

        assertThat(overview.openingStock()).isEqualTo(Map.of("A", 9L));
    }

    private List<String> sent(String... rows) throws Exception {
        RetailFile file = RetailFile.at(RetailText.plain(folder, rows));
        Sent sent = new Sent();
        FileOrder order = new FileOrder(Overview.of(file).lastLine(), sent);
        file.read(order);
        order.end();
        return sent.said;
    }

    private static final class Sent implements Commands {
        private final List<String> said = new ArrayList<>();

        @Override
        public void openStock(Overview overview) {
            said.add("open");
        }

        @Override
        public void placeOrder(Invoice order) {
            said.add("order " + units(order) + " at " + order.time().toLocalTime());
        }

        @Override
        public void issueCreditNote(Invoice note) {
            said.add("credit " + units(note));
        }

        @Override
        public void enterInLedger(Invoice invoice, Invoice.Line line) {
            said.add("ledger " + invoice.number() + "/" + line.number());
        }

        @Override
        public void adjustStock(Invoice invoice, Invoice.Line line) {
            said.add("adjust " + invoice.number() + "/" + line.number());
        }

        @Override
        public void endDay(LocalDate day) {
            said.add("end " + day);
        }

        @Override
        public void park(MalformedRow row) {
            said.add("park " + row.line());
        }

        private static String units(Invoice invoice) {
            return invoice.number() + " "
                    + invoice.rows().stream()
                            .map(row -> row.quantity() + row.stockCode())
                            .toList();
        }
    }
}
