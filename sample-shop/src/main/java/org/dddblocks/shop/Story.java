package org.dddblocks.shop;

import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.dddblocks.core.Money;
import org.dddblocks.shop.delivery.api.DispatchDay;
import org.dddblocks.shop.inventory.api.OpenStock;
import org.dddblocks.shop.ordering.api.ChargeItem;
import org.dddblocks.shop.ordering.api.LineItem;
import org.dddblocks.shop.ordering.api.PlaceOrder;
import org.dddblocks.shop.ordering.application.OrderingTotals;

/** Three orders: one is delivered, one is out of stock, one is declined. In memory; it keeps nothing. */
final class Story {
    private static final LocalDate DAY = LocalDate.of(2010, 12, 1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Money LIMIT = Money.of("500.00", "GBP");

    private final PrintStream out;

    Story(PrintStream out) {
        this.out = out;
    }

    /** {@return whether it ended as it should} */
    boolean tell() {
        ShopConfig config = ShopConfig.inMemory("story")
                .declining(amount -> amount.compareTo(LIMIT) > 0)
                .listener(new Narrator(out));
        try (Shop shop = Shop.open(config)) {
            chapter("The shelf: 10 hearts, 3 lanterns, 500 birds");
            shop.inventory().open(List.of(stock("HEART", 10), stock("LANTERN", 3), stock("BIRD", 500)));
            orders(shop);
            chapter("The day is over: parcels leave");
            shop.deliveries().dispatch(new DispatchDay(DAY));
            shop.drain(PATIENCE);
            return summary(shop);
        }
    }

    private void orders(Shop shop) {
        chapter("Order S-1: 6 hearts and postage, all is well");
        place(shop, "S-1", new LineItem(1, "HEART", "White hanging heart", 6, Money.of("2.55", "GBP")));
        chapter("Order S-2: 4 lanterns, but there are only 3");
        place(shop, "S-2", new LineItem(1, "LANTERN", "White metal lantern", 4, Money.of("3.39", "GBP")));
        chapter("Order S-3: 300 birds, but the bank pays no more than " + LIMIT);
        place(shop, "S-3", new LineItem(1, "BIRD", "Paper craft, little birdie", 300, Money.of("2.08", "GBP")));
    }

    private static void place(Shop shop, String order, LineItem goods) {
        ChargeItem postage = new ChargeItem(2, "POST", "Postage", Money.of("4.95", "GBP"));
        shop.ordering()
                .place(new PlaceOrder(
                        order, "17850", "United Kingdom", DAY.atTime(8, 26), List.of(goods), List.of(postage)));
        shop.drain(PATIENCE);
    }

    private boolean summary(Shop shop) {
        OrderingTotals orders = shop.ordering().totals();
        ShopCounts counts = shop.counts();
        chapter("What the contexts say now");
        out.printf(
                "ordering   %d orders: %d completed, %d rejected (%s)%n",
                orders.orders(), orders.completed(), orders.rejected(), orders.rejectedAmount());
        out.printf(
                "inventory  %d units on the shelf, %d left the house%n",
                shop.inventory().totals().onHand(), shop.inventory().totals().shippedUnits());
        out.printf(
                "payment    %s captured, %d declined%n",
                shop.payments().totals().capturedAmount(),
                shop.payments().totals().declined());
        out.printf(
                "delivery   %d parcels delivered%n", shop.deliveries().totals().delivered());
        out.printf(
                "machinery  %d events stored, %d messages sent, %d consumed, %d waiting%n",
                counts.storedEvents(), counts.messagesSent(), counts.messagesConsumed(), counts.messagesWaiting());
        return orders.completed() == 1 && orders.rejected() == 2 && counts.messagesWaiting() == 0;
    }

    private static OpenStock stock(String sku, int units) {
        return new OpenStock("story", sku, units);
    }

    private void chapter(String title) {
        out.println();
        out.println(title);
    }
}
