package org.dddblocks.shop.inventory.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.dddblocks.core.DomainRejection;

/** Whatever happens in whatever order: units are somewhere, and never fewer than none. */
class StockHistoriesTest {
    private static final int PRODUCTS = 3;
    private static final int ORDERS = 4;

    /** One thing that happens to a product, or to an order of several products. */
    record Step(Kind kind, int order, int product, int units) {
        enum Kind {
            ADJUST,
            RESERVE,
            CANCEL,
            RELEASE,
            SHIP
        }
    }

    @Property(tries = 1000)
    void units_are_never_created_nor_lost_and_stock_is_never_negative(
            @ForAll("histories") List<Step> history, @ForAll @IntRange(max = 30) int opened) {
        World world = new World(opened);
        history.forEach(world::happen);
        world.check();
        // A law that is only ever tried on refused commands would hold for any warehouse.
        Statistics.label("an order was shipped")
                .collect(world.any(Reservation.State.SHIPPED))
                .coverage(seen -> seen.check(true).percentage(share -> share > 5));
        Statistics.label("an order was short")
                .collect(world.any(Reservation.State.SHORT))
                .coverage(seen -> seen.check(true).percentage(share -> share > 5));
    }

    @Property(tries = 500)
    void the_order_in_which_messages_arrive_does_not_matter(
            @ForAll @IntRange(min = 1, max = 9) int wanted,
            @ForAll @IntRange(max = 9) int cancelled,
            @ForAll boolean delivered,
            @ForAll Random random) {
        int back = Math.min(wanted, cancelled);
        List<Step> messages = new ArrayList<>(List.of(
                new Step(Step.Kind.RESERVE, 0, 0, wanted),
                new Step(delivered ? Step.Kind.SHIP : Step.Kind.RELEASE, 0, 0, 0)));
        if (back > 0) {
            messages.add(random.nextInt(3), new Step(Step.Kind.CANCEL, 0, 0, back));
        }
        World world = new World(100);
        messages.forEach(world::happen);
        Stock shelf = world.shelves.get(0);
        assertThat(shelf.onHand()).isEqualTo(delivered ? 100 - wanted + back : 100);
        assertThat(shelf.reserved()).isZero();
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Step> steps = Combinators.combine(
                        Arbitraries.of(Step.Kind.class),
                        Arbitraries.integers().between(0, ORDERS - 1),
                        Arbitraries.integers().between(0, PRODUCTS - 1),
                        Arbitraries.integers().between(1, 12))
                .as(Step::new);
        return steps.list().ofMaxSize(40);
    }

    /** A warehouse, and beside it a count of what came and went that does not trust the warehouse. */
    private static final class World {
        private final List<Stock> shelves = new ArrayList<>();
        private final Map<Integer, Reservation> orders = new HashMap<>();
        private int adjusted;

        World(int opened) {
            for (int product = 0; product < PRODUCTS; product++) {
                Stock shelf = Stock.empty(new Sku("P" + product));
                shelf.open(opened);
                shelves.add(shelf);
            }
            this.adjusted = opened * PRODUCTS;
        }

        void happen(Step step) {
            Reservation reservation = orders.computeIfAbsent(
                    step.order(), number -> Reservation.expected(new ReservationId("order-" + number)));
            Shelves found = sku -> shelves.get(Integer.parseInt(sku.value().substring(1)));
            try {
                switch (step.kind()) {
                    case ADJUST -> adjust(shelves.get(step.product()), step.units() - 6);
                    case RESERVE -> reservation.reserve(goods(step), found);
                    case CANCEL -> reservation.giveBack(one(step), found);
                    case RELEASE -> reservation.release(found);
                    case SHIP -> reservation.ship(found);
                }
            } catch (DomainRejection refused) {
                Statistics.label("refused").collect(refused.code());
            }
            check();
        }

        private void adjust(Stock shelf, int units) {
            shelf.adjust(units, "count");
            adjusted += units;
        }

        void check() {
            int kept = 0;
            int withCustomers = 0;
            for (Reservation reservation : orders.values()) {
                int units = reservation.goods().units().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum();
                kept += reservation.state() == Reservation.State.RESERVED ? units : 0;
                withCustomers += reservation.state() == Reservation.State.SHIPPED ? units : 0;
            }
            assertThat(shelves).allSatisfy(shelf -> {
                assertThat(shelf.free()).isNotNegative();
                assertThat(shelf.reserved()).isNotNegative();
                Stock.Moved moved = shelf.moved();
                assertThat(moved.opened() + moved.adjusted() - moved.shipped() + moved.returned())
                        .isEqualTo(shelf.onHand());
            });
            assertThat(shelves.stream().mapToInt(Stock::reserved).sum()).isEqualTo(kept);
            assertThat(shelves.stream().mapToInt(Stock::onHand).sum() + withCustomers)
                    .isEqualTo(adjusted);
        }

        boolean any(Reservation.State state) {
            return orders.values().stream().anyMatch(order -> order.state() == state);
        }

        private static Goods one(Step step) {
            return Goods.of(Map.of(new Sku("P" + step.product()), step.units()));
        }

        /** Two products for each order, so that all or nothing means something. */
        private static Goods goods(Step step) {
            TreeMap<Sku, Integer> units = new TreeMap<>();
            units.put(new Sku("P" + step.product()), step.units());
            units.put(new Sku("P" + (step.product() + 1) % PRODUCTS), 13 - step.units());
            return Goods.of(units);
        }
    }
}
