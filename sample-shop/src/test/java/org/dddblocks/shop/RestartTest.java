package org.dddblocks.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.dddblocks.shop.Shopping.PATIENCE;
import static org.dddblocks.shop.Shopping.endDay;
import static org.dddblocks.shop.Shopping.order;
import static org.dddblocks.shop.Shopping.pounds;
import static org.dddblocks.shop.Shopping.stock;

import java.nio.file.Path;
import java.util.List;
import org.dddblocks.shop.ordering.application.OrderingTotals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shop on a file, stopped in the middle and opened again: it goes on where it stopped. */
class RestartTest {
    private static final int ORDERS = 6;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 25, 48})
    void sagas_that_were_stopped_go_on_after_each_of_many_restarts(int steps) {
        placeAndStopAfter(steps);
        for (int more = 5; more <= 15; more += 5) {
            runAndStopAfter(more);
        }
        try (Shop shop = Shop.open(config())) {
            shop.drain(PATIENCE);
            endDay(shop);
            OrderingTotals totals = shop.ordering().totals();
            assertThat(totals.completed()).isEqualTo(ORDERS - 1);
            assertThat(totals.rejected()).isEqualTo(1);
            assertThat(shop.payments().totals().capturedAmount()).isEqualTo(pounds("25.00"));
            assertThat(shop.inventory().totals().onHand()).isEqualTo(20 - 2 * (ORDERS - 1));
            assertThat(shop.inventory().totals().reservedUnits()).isZero();
            assertThat(shop.counts().sagas())
                    .containsEntry("COMPLETED", ORDERS - 1L)
                    .containsEntry("COMPENSATED", 1L);
            assertThat(shop.counts().messagesWaiting()).isZero();
        }
    }

    @Test
    void a_closed_day_stays_closed() {
        try (Shop shop = Shop.open(config())) {
            endDay(shop);
        }
        try (Shop shop = Shop.open(config())) {
            shop.inventory().open(List.of(stock("HEART", 20)));
            shop.ordering().place(order("A", "HEART 2"));
            shop.drain(PATIENCE);
            assertThat(shop.deliveries().totals().delivered()).isEqualTo(1);
        }
    }

    private void placeAndStopAfter(int steps) {
        Steps seen = new Steps();
        try (Shop shop = Shop.open(config().listener(seen))) {
            shop.inventory().open(List.of(stock("HEART", 20)));
            for (int number = 1; number < ORDERS; number++) {
                shop.ordering().place(order("order-" + number, "HEART 2"));
            }
            shop.ordering().place(order("too-much", "HEART 99"));
            await().atMost(PATIENCE).until(() -> seen.seen().size() >= steps);
        }
    }

    private void runAndStopAfter(int steps) {
        Steps seen = new Steps();
        try (Shop shop = Shop.open(config().listener(seen))) {
            await().atMost(PATIENCE).until(() -> seen.seen().size() >= steps || nothingToDo(shop));
        }
    }

    private static boolean nothingToDo(Shop shop) {
        ShopCounts counts = shop.counts();
        return counts.messagesWaiting() == 0
                && shop.deliveries().totals().scheduled() == ORDERS - 1
                && shop.ordering().totals().rejected() == 1;
    }

    private ShopConfig config() {
        return ShopConfig.inFolder(folder);
    }
}
