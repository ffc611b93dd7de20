package org.dddblocks.shop.replay;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dddblocks.core.Money;
import org.dddblocks.shop.delivery.application.DeliveryTotals;
import org.dddblocks.shop.inventory.application.InventoryTotals;
import org.dddblocks.shop.ordering.application.OrderingTotals;
import org.dddblocks.shop.payment.application.PaymentTotals;

/** What came of a replay: what the file had, and what the contexts' read models say now. Amounts to the thousandth of a pound. */
public final class ReplayReport {
    static final int SHOWN = 20;

    private final Path file;
    private final Overview overview;
    private final List<MalformedRow> malformed;
    private final long parked;
    private final ShopTotals totals;
    private final Consistency consistency;

    ReplayReport(Path file, Overview overview, List<MalformedRow> malformed, long parked, ShopTotals totals) {
        this.file = file;
        this.overview = overview;
        this.malformed = malformed;
        this.parked = parked;
        this.totals = totals;
        this.consistency = Consistency.of(totals);
    }

    /**
     * Tells whether the contexts agree with each other.
     *
     * @return whether every comparison holds
     */
    public boolean consistent() {
        return consistency.disagreements().isEmpty();
    }

    /**
     * Prints all of it for people.
     *
     * @param out where to
     */
    public void print(PrintStream out) {
        lines(out);
    }

    private void lines(PrintStream out) {
        file(out);
        ordering(out, totals.ordering());
        others(out, totals.inventory(), totals.payment(), totals.delivery());
        machinery(out);
        consistency(out);
    }

    private void file(PrintStream out) {
        String classes = overview.classes().entrySet().stream()
                .map(each -> number(each.getValue()) + " " + each.getKey())
                .collect(Collectors.joining(", "));
        line(
                out,
                "File",
                "%s: %s rows: %s",
                file.getFileName(),
                number(overview.rows() + overview.malformed()),
                classes);
        if (overview.malformed() > 0) line(out, "", "%s malformed, parked:", number(overview.malformed()));
        malformed.forEach(row -> line(out, "", "  line %d: %s: %s", row.line(), row.reason(), row.text()));
        if (overview.malformed() > malformed.size()) line(out, "", "  ... (the rest in table replay.parked_row)");
    }

    private static void ordering(PrintStream out, OrderingTotals all) {
        line(
                out,
                "Ordering",
                "%s orders (%s guest), %s units of %s products",
                number(all.orders()),
                number(all.guestOrders()),
                number(all.units()),
                number(all.products()));
        line(
                out,
                "",
                "order totals %s (%s goods + %s charges)",
                pounds(all.total()),
                pounds(all.goods()),
                pounds(all.charges()));
        all.countries()
                .forEach(country -> line(
                        out,
                        "",
                        "  %-20s %15s / %s orders",
                        country.country(),
                        pounds(country.total()),
                        number(country.orders())));
        OrderingTotals.CreditTotals credit = all.creditNotes();
        line(
                out,
                "",
                "%s credit notes with goods: %s units, %s refunded; %s units matched (%s orders), %s unmatched, parked",
                number(credit.withGoods()),
                number(credit.units()),
                pounds(credit.goodsRefund()),
                number(credit.matchedUnits()),
                number(credit.ordersConcerned()),
                number(credit.unmatchedUnits()));
        line(
                out,
                "",
                "%s credit notes without goods; charges refunded on all: %s",
                number(credit.chargesOnly()),
                pounds(credit.chargesRefund().negated()));
        line(out, "", "%s ledger entries: %s", number(all.ledgerEntries()), pounds(all.ledgerAmount()));
        line(
                out,
                "",
                "all rows together %s",
                pounds(all.total()
                        .minus(credit.goodsRefund())
                        .minus(credit.chargesRefund())
                        .plus(all.ledgerAmount())));
        line(
                out,
                "",
                "%s completed, %s rejected (%s), %s on their way",
                number(all.completed()),
                number(all.rejected()),
                pounds(all.rejectedAmount()),
                number(all.placed()));
    }

    private static void others(PrintStream out, InventoryTotals stock, PaymentTotals payment, DeliveryTotals delivery) {
        line(
                out,
                "Inventory",
                "%s units opened, %s shipped, %s returned, %s adjusted, %s in the warehouse (%s reserved)",
                number(stock.opened()),
                number(stock.shippedUnits()),
                number(stock.returnedUnits()),
                number(stock.adjustedUnits()),
                number(stock.onHand()),
                number(stock.reservedUnits()));
        line(
                out,
                "Payment",
                "%s captured: %s; %s declined; %s refunded: %s; %s refunds wait",
                number(payment.captured()),
                pounds(payment.capturedAmount()),
                number(payment.declined()),
                number(payment.refunds()),
                pounds(payment.refundedAmount()),
                number(payment.refundsWaiting()));
        line(
                out,
                "Delivery",
                "%s delivered, %s dropped, %s scheduled",
                number(delivery.delivered()),
                number(delivery.dropped()),
                number(delivery.scheduled()));
    }

    private void machinery(PrintStream out) {
        String ends = new TreeMap<>(totals.counts().sagas())
                .entrySet().stream()
                        .map(end -> number(end.getValue()) + " " + end.getKey())
                        .collect(Collectors.joining(", "));
        line(out, "Sagas", "%s", ends.isEmpty() ? "none" : ends);
        line(
                out,
                "Stores",
                "%s events stored, %s messages sent, %s consumed, %s waiting",
                number(totals.counts().storedEvents()),
                number(totals.counts().messagesSent()),
                number(totals.counts().messagesConsumed()),
                number(totals.counts().messagesWaiting()));
        line(
                out,
                "Parked",
                "%s rows, %s units without a sale",
                number(parked),
                number(totals.ordering().creditNotes().unmatchedUnits()));
    }

    private void consistency(PrintStream out) {
        if (consistent()) line(out, "Checked", "all %d comparisons between the contexts agree", consistency.checks());
        consistency.disagreements().forEach(each -> line(out, "DISAGREE", "%s", each));
    }

    private static void line(PrintStream out, String title, String text, Object... values) {
        out.printf(Locale.ROOT, "%-10s %s%n", title, String.format(Locale.ROOT, text, values));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String pounds(Money money) {
        BigDecimal exact = money.amount().setScale(Math.max(3, money.amount().scale()), RoundingMode.UNNECESSARY);
        return String.format(Locale.ROOT, "%,." + exact.scale() + "f", exact);
    }
}
