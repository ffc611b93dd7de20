package org.dddblocks.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dddblocks.shop.inventory.api.OpenStock;
import org.dddblocks.shop.inventory.application.InventoryTotals;
import org.junit.jupiter.api.Test;

/** Two customers, one unit: one of them gets it, on any database. */
abstract class LastUnitContract {
    private static final int ROUNDS = 200;

    /** An empty database. */
    abstract ShopConfig fresh();

    @Test
    void two_threads_order_the_last_unit_and_one_reservation_is_made() throws Exception {
        ExecutorService customers = Executors.newFixedThreadPool(2);
        try (Shop shop = Shop.open(fresh())) {
            shop.inventory().open(lastUnits());
            for (int round = 0; round < ROUNDS; round++) {
                both(customers, shop, round);
            }
            shop.drain(Shopping.PATIENCE.multipliedBy(4));
            InventoryTotals stock = shop.inventory().totals();
            assertThat(stock.reservations()).as("reservations").isEqualTo(ROUNDS);
            assertThat(stock.outOfStock()).as("orders out of stock").isEqualTo(ROUNDS);
            assertThat(stock.reservedUnits()).as("reserved units").isEqualTo(ROUNDS);
            assertThat(stock.onHand()).as("units on hand").isEqualTo(ROUNDS);
            assertThat(shop.ordering().totals().rejected()).isEqualTo(ROUNDS);
            assertThat(shop.counts().sagas())
                    .containsEntry("RUNNING", (long) ROUNDS)
                    .containsEntry("COMPENSATED", (long) ROUNDS);
        } finally {
            customers.shutdownNow();
        }
    }

    private static void both(ExecutorService customers, Shop shop, int round) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(2);
        List<Future<Boolean>> placed = new ArrayList<>();
        for (String customer : List.of("one", "other")) {
            placed.add(customers.submit(() -> {
                barrier.await(120, TimeUnit.SECONDS);
                return shop.ordering().place(Shopping.order(round + "-" + customer, "LAST" + round + " 1"));
            }));
        }
        for (Future<Boolean> order : placed) {
            assertThat(order.get(120, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static List<OpenStock> lastUnits() {
        List<OpenStock> openings = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            openings.add(Shopping.stock("LAST" + round, 1));
        }
        return openings;
    }
}
