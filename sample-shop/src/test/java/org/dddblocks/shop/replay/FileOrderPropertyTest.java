package org.dddblocks.shop.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FileOrderPropertyTest {
    private static final LocalDateTime START = LocalDateTime.of(2010, 12, 1, 8, 0);

    /** A row without its line: what the generator makes. */
    private record Draft(String invoice, String code, int quantity, String price, boolean guest, int hours) {
        Row at(long line) {
            Optional<String> customer = guest ? Optional.empty() : Optional.of("17850");
            return new Row(
                    line,
                    invoice,
                    code,
                    "X",
                    quantity,
                    START.plusHours(hours),
                    new BigDecimal(price),
                    customer,
                    "France");
        }
    }

    @Property(tries = 500)
    void every_row_goes_into_exactly_one_command_and_days_end_once_in_their_order(@ForAll("files") List<Draft> drafts) {
        List<Row> rows = new ArrayList<>();
        drafts.forEach(draft -> rows.add(draft.at(rows.size() + 2)));
        Map<String, Long> lastLine = new HashMap<>();
        rows.forEach(row -> lastLine.put(row.invoice(), row.line()));
        Lines sent = new Lines();
        FileOrder order = new FileOrder(lastLine, sent);

        rows.forEach(order::row);
        order.end();

        assertThat(sent.lines)
                .containsExactlyInAnyOrderElementsOf(
                        rows.stream().map(Row::line).toList());
        assertThat(sent.days).isSorted().doesNotHaveDuplicates();
    }

    @Provide
    Arbitrary<List<Draft>> files() {
        Arbitrary<String> invoices = Arbitraries.of("100", "101", "102", "103", "C104", "C105", "A106");
        return Combinators.combine(
                        invoices,
                        Arbitraries.of("85123A", "POST", "M", "22423"),
                        Arbitraries.of(-3, -1, 1, 6),
                        Arbitraries.of("0", "0.001", "2.55"),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 100))
                .as(Draft::new)
                .list()
                .ofMaxSize(30);
    }

    private static final class Lines implements Commands {
        private final List<Long> lines = new ArrayList<>();
        private final List<LocalDate> days = new ArrayList<>();

        @Override
        public void openStock(Overview overview) {}

        @Override
        public void placeOrder(Invoice order) {
            add(order.orderLines());
            add(order.of(RowClass.CHARGE));
        }

        @Override
        public void issueCreditNote(Invoice note) {
            add(note.of(RowClass.CANCEL_LINE));
            add(note.of(RowClass.CHARGE));
        }

        @Override
        public void enterInLedger(Invoice invoice, Invoice.Line line) {
            add(List.of(line));
        }

        @Override
        public void adjustStock(Invoice invoice, Invoice.Line line) {
            add(List.of(line));
        }

        @Override
        public void endDay(LocalDate day) {
            days.add(day);
        }

        @Override
        public void park(MalformedRow row) {
            lines.add(row.line());
        }

        private void add(List<Invoice.Line> part) {
            part.forEach(line -> lines.add(line.row().line()));
        }
    }
}
