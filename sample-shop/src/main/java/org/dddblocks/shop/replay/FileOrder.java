package org.dddblocks.shop.replay;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows into commands in the order of the file (rule set R1). An invoice speaks when its last row was read, because another
 * may interrupt it; a day ends before the first row of a later one.
 */
final class FileOrder implements RetailFile.Visitor {
    private final Map<String, Long> lastLine;
    private final Commands commands;
    private final Map<String, List<Row>> open = new HashMap<>();
    private @Nullable LocalDate today;

    FileOrder(Map<String, Long> lastLine, Commands commands) {
        this.lastLine = lastLine;
        this.commands = commands;
    }

    @Override
    public void row(Row row) {
        endEarlierDay(row.time().toLocalDate());
        List<Row> rows = open.computeIfAbsent(row.invoice(), invoice -> new ArrayList<>());
        rows.add(row);
        Long last = lastLine.get(row.invoice());
        if (last == null || last > row.line()) return;
        open.remove(row.invoice());
        send(new Invoice(row.invoice(), rows));
    }

    @Override
    public void malformed(MalformedRow row) {
        commands.park(row);
    }

    /** The file is read to its end: its last day ends too. */
    void end() {
        if (today != null) commands.endDay(today);
    }

    private void endEarlierDay(LocalDate day) {
        if (today != null && !day.isAfter(today)) return;
        if (today != null) commands.endDay(today);
        today = day;
    }

    private void send(Invoice invoice) {
        invoice.of(RowClass.BAD_DEBT).forEach(line -> commands.enterInLedger(invoice, line));
        invoice.of(RowClass.STOCK_ADJUST).forEach(line -> commands.adjustStock(invoice, line));
        if (invoice.isCreditNote()) commands.issueCreditNote(invoice);
        else if (invoice.isOrder()) commands.placeOrder(invoice);
        else invoice.of(RowClass.CHARGE).forEach(line -> commands.enterInLedger(invoice, line));
    }
}
