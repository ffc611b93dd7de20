package org.dddblocks.shop;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dddblocks.core.Money;
import org.dddblocks.shop.delivery.api.DispatchDay;
import org.dddblocks.shop.inventory.api.OpenStock;
import org.dddblocks.shop.ordering.api.IssueCreditNote;
import org.dddblocks.shop.ordering.api.LineItem;
import org.dddblocks.shop.ordering.api.PlaceOrder;

/** Small orders of one customer on one day; every product costs 2.50. */
final class Shopping {
    static final LocalDate DAY = LocalDate.of(2010, 12, 1);
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private Shopping() {}

    static OpenStock stock(String sku, int units) {
        return new OpenStock("test", sku, units);
    }

    /** Each item is a stock code and a number: {@code "HEART 6"}. */
    static PlaceOrder order(String id, String... items) {
        return new PlaceOrder(id, "17850", "United Kingdom", DAY.atTime(8, 26), lines(items), List.of());
    }

    static IssueCreditNote creditNote(String id, LocalDate day, String... items) {
        return new IssueCreditNote(id, "17850", "United Kingdom", day.atTime(18, 0), lines(items), List.of());
    }

    static List<LineItem> lines(String... items) {
        return IntStream.range(0, items.length)
                .mapToObj(i -> line(i + 1, items[i].split(" ")))
                .toList();
    }

    private static LineItem line(int number, String[] words) {
        return new LineItem(number, words[0], "a " + words[0], Integer.parseInt(words[1]), Money.of("2.50", "GBP"));
    }

    static Money pounds(String amount) {
        return Money.precise(amount, "GBP");
    }

    /** Fills the shelf, takes the orders and waits until they wait for the end of the day. */
    static void place(Shop shop, PlaceOrder... orders) {
        Arrays.stream(orders).forEach(order -> shop.ordering().place(order));
        shop.drain(PATIENCE);
    }

    static void endDay(Shop shop) {
        shop.deliveries().dispatch(new DispatchDay(DAY));
        shop.drain(PATIENCE);
    }
}
