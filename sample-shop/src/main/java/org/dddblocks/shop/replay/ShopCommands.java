package org.dddblocks.shop.replay;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.dddblocks.core.DomainRejection;
import org.dddblocks.core.Money;
import org.dddblocks.shop.Shop;
import org.dddblocks.shop.delivery.api.DispatchDay;
import org.dddblocks.shop.inventory.api.AdjustStock;
import org.dddblocks.shop.inventory.api.OpenStock;
import org.dddblocks.shop.ordering.api.ChargeItem;
import org.dddblocks.shop.ordering.api.EnterInLedger;
import org.dddblocks.shop.ordering.api.IssueCreditNote;
import org.dddblocks.shop.ordering.api.LineItem;
import org.dddblocks.shop.ordering.api.PlaceOrder;

/** Sends the commands to the contexts of a running shop. What a context refuses is parked as a row, with the refusal's text. */
final class ShopCommands implements Commands {
    private static final String POUNDS = "GBP";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long MOST_WAITING = 400;
    private static final int LOOK_EVERY = 8;

    private final Shop shop;
    private final ParkedRows parked;
    private final String fingerprint;
    private final Progress progress;
    private long sent;

    ShopCommands(Shop shop, ParkedRows parked, String fingerprint, Progress progress) {
        this.shop = shop;
        this.parked = parked;
        this.fingerprint = fingerprint;
        this.progress = progress;
    }

    @Override
    public void openStock(Overview overview) {
        shop.inventory()
                .open(overview.openingStock().entrySet().stream()
                        .map(entry -> new OpenStock(fingerprint, entry.getKey(), Math.toIntExact(entry.getValue())))
                        .toList());
    }

    @Override
    public void placeOrder(Invoice order) {
        List<LineItem> goods =
                order.orderLines().stream().map(line -> item(line, 1)).toList();
        PlaceOrder command = new PlaceOrder(
                order.number(), order.customer().orElse(null), order.country(), order.time(), goods, charges(order, 1));
        send(order, () -> shop.ordering().place(command));
        keepPace();
    }

    @Override
    public void issueCreditNote(Invoice note) {
        List<LineItem> goods = note.of(RowClass.CANCEL_LINE).stream()
                .map(line -> item(line, -1))
                .toList();
        IssueCreditNote command = new IssueCreditNote(
                note.number(), note.customer().orElse(null), note.country(), note.time(), goods, charges(note, -1));
        send(note, () -> shop.ordering().issue(command));
    }

    @Override
    public void enterInLedger(Invoice invoice, Invoice.Line line) {
        Row row = line.row();
        EnterInLedger.Kind kind =
                row.rowClass() == RowClass.BAD_DEBT ? EnterInLedger.Kind.BAD_DEBT : EnterInLedger.Kind.CHARGE;
        EnterInLedger command = new EnterInLedger(
                id(invoice, line), kind, row.stockCode(), row.description(), row.time(), exact(row.amount()));
        send(invoice, () -> shop.ordering().enter(command));
    }

    @Override
    public void adjustStock(Invoice invoice, Invoice.Line line) {
        Row row = line.row();
        AdjustStock command = new AdjustStock(id(invoice, line), row.stockCode(), row.quantity(), row.description());
        send(invoice, () -> shop.inventory().adjust(command));
    }

    @Override
    public void endDay(LocalDate day) {
        progress.now("delivering " + day);
        shop.drain(PATIENCE);
        shop.deliveries().dispatch(new DispatchDay(day));
        shop.drain(PATIENCE);
        progress.now("");
    }

    @Override
    public void park(MalformedRow row) {
        parked.park(fingerprint, row);
    }

    private void send(Invoice invoice, Runnable command) {
        try {
            command.run();
        } catch (DomainRejection | IllegalArgumentException refused) {
            Row first = invoice.rows().get(0);
            park(MalformedRow.of(
                    first.line(),
                    "the shop refused invoice " + invoice.number() + ": " + refused.getMessage(),
                    first.invoice() + " " + first.stockCode() + " " + first.description()));
        }
    }

    // Without it the file would be read in seconds and the progress would say nothing about the work that is left.
    private void keepPace() {
        if (++sent % LOOK_EVERY != 0) return;
        while (shop.counts().messagesWaiting() > MOST_WAITING)
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }

    private static LineItem item(Invoice.Line line, int sign) {
        Row row = line.row();
        return new LineItem(
                line.number(), row.stockCode(), row.description(), sign * row.quantity(), exact(row.unitPrice()));
    }

    private static List<ChargeItem> charges(Invoice invoice, int sign) {
        BigDecimal factor = BigDecimal.valueOf(sign);
        return invoice.of(RowClass.CHARGE).stream()
                .map(line -> new ChargeItem(
                        line.number(),
                        line.row().stockCode(),
                        line.row().description(),
                        exact(line.row().amount().multiply(factor))))
                .toList();
    }

    private static String id(Invoice invoice, Invoice.Line line) {
        return invoice.number() + "/" + line.number();
    }

    private static Money exact(BigDecimal pounds) {
        return Money.precise(pounds.toPlainString(), POUNDS);
    }
}
