package org.dddblocks.shop.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.shop.inventory.adapter.InventoryMessages;
import org.dddblocks.shop.inventory.adapter.JdbcBookings;
import org.dddblocks.shop.inventory.adapter.StoredReservations;
import org.dddblocks.shop.inventory.adapter.StoredStocks;
import org.dddblocks.shop.inventory.api.AdjustStock;
import org.dddblocks.shop.inventory.api.OpenStock;
import org.dddblocks.shop.inventory.api.ReleaseStock;
import org.dddblocks.shop.inventory.api.ReserveStock;
import org.dddblocks.shop.inventory.api.StockUnits;
import org.dddblocks.shop.inventory.application.InventoryTotals;
import org.dddblocks.shop.inventory.application.StockKeeping;
import org.dddblocks.shop.inventory.model.ReservationEvent.GoodsReserved;
import org.dddblocks.shop.inventory.model.ReservationEvent.GoodsShort;
import org.dddblocks.shop.support.Again;
import org.dddblocks.shop.support.ShopSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Inventory alone on a real database: whoever reaches for the same shelves at the same moment. */
abstract class StockRaceContract {
    private final AtomicInteger reserved = new AtomicInteger();
    private final AtomicInteger lacking = new AtomicInteger();
    private final List<Object> answeredAgain = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private Database database;
    private StockKeeping inventory;

    /** Inventory's database without tables. */
    abstract Database empty();

    @BeforeEach
    void wire() {
        database = empty();
        database.install(ShopSchema.of("inventory", InventoryMessages.class));
        RecordedEvents count = events -> events.forEach(this::count);
        inventory = new StockKeeping(
                database.transactions(),
                new StoredStocks(database, count),
                new StoredReservations(database, count),
                new JdbcBookings(database.transactions()),
                (order, answer) -> answeredAgain.add(answer));
    }

    private void count(EventEnvelope<? extends DomainEvent> event) {
        if (event.event() instanceof GoodsReserved) {
            database.transactions().afterCommit(reserved::incrementAndGet);
        } else if (event.event() instanceof GoodsShort) {
            database.transactions().afterCommit(lacking::incrementAndGet);
        }
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void two_threads_reach_for_the_last_unit_two_hundred_times_and_one_gets_it() throws Exception {
        for (int round = 1; round <= 200; round++) {
            String sku = "LAST" + round;
            inventory.open(List.of(new OpenStock("test", sku, 1)));
            CyclicBarrier barrier = new CyclicBarrier(2);
            String order = "order-" + round;
            race(
                    () -> reserveBehind(barrier, order + "-a", new StockUnits(sku, 1)),
                    () -> reserveBehind(barrier, order + "-b", new StockUnits(sku, 1)));
            assertThat(reserved).hasValue(round);
            assertThat(lacking).hasValue(round);
        }
        assertThat(inventory.totals().reservedUnits()).isEqualTo(200);
    }

    @Test
    void orders_that_name_the_same_products_the_other_way_round_do_not_wait_in_a_circle() throws Exception {
        inventory.open(List.of(new OpenStock("test", "A", 1000), new OpenStock("test", "B", 1000)));
        for (int round = 0; round < 50; round++) {
            CyclicBarrier barrier = new CyclicBarrier(2);
            String order = "order-" + round;
            race(
                    () -> reserveBehind(barrier, order + "-ab", new StockUnits("A", 2), new StockUnits("B", 1)),
                    () -> reserveBehind(barrier, order + "-ba", new StockUnits("B", 1), new StockUnits("A", 2)));
        }
        InventoryTotals stock = inventory.totals();
        assertThat(stock.reservations()).isEqualTo(100);
        assertThat(stock.reservedUnits()).isEqualTo(300);
    }

    @Test
    void the_same_adjustment_from_two_threads_is_booked_once() throws Exception {
        for (int round = 0; round < 20; round++) {
            AdjustStock found = new AdjustStock("found/" + round, "NEW" + round, 3, "found");
            CyclicBarrier barrier = new CyclicBarrier(2);
            race(() -> adjustBehind(barrier, found), () -> adjustBehind(barrier, found));
        }
        assertThat(inventory.totals().onHand()).isEqualTo(60);
        assertThat(inventory.totals().adjustments()).isEqualTo(20);
    }

    @Test
    void an_answer_is_given_again_to_whoever_asks_again() {
        inventory.open(List.of(new OpenStock("test", "A", 1)));
        ReserveStock command = new ReserveStock("order", List.of(new StockUnits("A", 1)));
        database.transactions().run(() -> inventory.reserve(command));
        database.transactions().run(() -> inventory.reserve(command));
        database.transactions().run(() -> inventory.release(new ReleaseStock("order")));
        database.transactions().run(() -> inventory.release(new ReleaseStock("order")));
        assertThat(answeredAgain)
                .extracting(answer -> answer.getClass().getSimpleName())
                .containsExactly("StockReserved", "StockReleased");
        assertThat(inventory.totals().reservedUnits()).isZero();
    }

    private boolean reserveBehind(CyclicBarrier barrier, String order, StockUnits... goods) throws Exception {
        barrier.await(120, TimeUnit.SECONDS);
        return Again.onConflict(() -> database.transactions().call(() -> {
            inventory.reserve(new ReserveStock(order, List.of(goods)));
            return true;
        }));
    }

    private boolean adjustBehind(CyclicBarrier barrier, AdjustStock command) throws Exception {
        barrier.await(120, TimeUnit.SECONDS);
        return inventory.adjust(command);
    }

    private void race(java.util.concurrent.Callable<?> one, java.util.concurrent.Callable<?> other) throws Exception {
        for (Future<?> done : List.of(threads.submit(one), threads.submit(other))) {
            done.get(120, TimeUnit.SECONDS);
        }
    }
}
