package org.dddblocks.shop.replay;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a first reading finds out: where each invoice ends, and the stock that must be there before the first sale.
 * <p><b>Memory.</b> One entry for each invoice and each product.
 * @param fingerprint of the file's content
 * @param rows well-formed rows
 * @param malformed rows that will be parked
 * @param classes how many rows each class has
 * @param lastLine of each invoice
 * @param openingStock units ordered and written off in the file, for each stock code
 */
record Overview(
        String fingerprint,
        long rows,
        long malformed,
        Map<RowClass, Long> classes,
        Map<String, Long> lastLine,
        SortedMap<String, Long> openingStock) {

    private static final long MOST_UNITS = 1_000_000_000;

    static Overview of(RetailFile file) throws UnusableFileException {
        Counter counter = new Counter();
        String fingerprint = file.read(counter);
        if (counter.rows == 0) {
            throw new UnusableFileException(file.path() + " has no usable row after its header (" + counter.malformed
                    + " malformed); check that it is the file you mean.");
        }
        for (Map.Entry<String, Long> product : counter.openingStock.entrySet()) {
            if (product.getValue() <= MOST_UNITS) continue;
            throw new UnusableFileException(
                    "%s sells %d units of %s, and a warehouse holds at most %d; replay it in parts."
                            .formatted(file.path(), product.getValue(), product.getKey(), MOST_UNITS));
        }
        return new Overview(
                fingerprint, counter.rows, counter.malformed, counter.classes, counter.lastLine, counter.openingStock);
    }

    private static final class Counter implements RetailFile.Visitor {
        private final Map<RowClass, Long> classes = new EnumMap<>(RowClass.class);
        private final Map<String, Long> lastLine = new HashMap<>();
        private final SortedMap<String, Long> openingStock = new TreeMap<>();
        private long rows;
        private long malformed;

        @Override
        public void row(Row row) {
            rows++;
            RowClass rowClass = row.rowClass();
            classes.merge(rowClass, 1L, Long::sum);
            lastLine.put(row.invoice(), row.line());
            boolean leaves = rowClass.isOrderLine() || rowClass == RowClass.STOCK_ADJUST && row.quantity() < 0;
            if (leaves) openingStock.merge(row.stockCode(), Math.abs((long) row.quantity()), Long::sum);
        }

        @Override
        public void malformed(MalformedRow row) {
            malformed++;
        }
    }
}
