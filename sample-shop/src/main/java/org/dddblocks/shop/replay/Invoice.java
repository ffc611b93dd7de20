package org.dddblocks.shop.replay;

import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * All well-formed rows of one invoice, in the order of the file.
 * A line's identity is the invoice and its place in {@code rows}, for equal rows are real, repeated lines.
 * @param rows at least one
 */
record Invoice(String number, List<Row> rows) {
    Invoice {
        rows = List.copyOf(rows);
    }

    /** One row with its number within the invoice, from 1. */
    record Line(int number, Row row) {}

    /** {@return whether it is an order: a sale of at least one unit of goods} */
    boolean isOrder() {
        return rows.stream().anyMatch(row -> row.rowClass().isOrderLine());
    }

    /** {@return whether it takes something back} */
    boolean isCreditNote() {
        return number.startsWith("C");
    }

    /** {@return the smallest time of its rows; some invoices cross a minute} */
    LocalDateTime time() {
        return rows.stream().map(Row::time).min(Comparator.naturalOrder()).orElseThrow();
    }

    Optional<String> customer() {
        return rows.get(0).customer();
    }

    String country() {
        return rows.get(0).country();
    }

    /** {@return the lines that put goods on the order} */
    List<Line> orderLines() {
        return lines().filter(line -> line.row().rowClass().isOrderLine()).toList();
    }

    List<Line> of(RowClass wanted) {
        return lines().filter(line -> line.row().rowClass() == wanted).toList();
    }

    private java.util.stream.Stream<Line> lines() {
        return IntStream.range(0, rows.size()).mapToObj(place -> new Line(place + 1, rows.get(place)));
    }
}
