package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.units;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.dddblocks.core.Changes;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.Upcaster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What old events are to code that reads them through upcasters: versions stay, and every reader sees the same. */
abstract class EvolutionContract {
    private static final OrderId ID = new OrderId("42");
    private static final StreamId STREAM = Shop.order("42");
    private static final Duration SOON = Duration.ofSeconds(120);

    /** What older code wrote. */
    sealed interface OldEvent extends DomainEvent {
        record Placed(String orderId) implements OldEvent {}

        record TwoAdded(int first, int second) implements OldEvent {}

        record Viewed(String by) implements OldEvent {}

        record Added(int units) implements OldEvent {}
    }

    private static final PayloadCodec OLD = JacksonCodec.builder()
            .type(OldEvent.Placed.class, "ordering.OrderPlaced")
            .type(OldEvent.TwoAdded.class, "ordering.TwoAdded")
            .type(OldEvent.Viewed.class, "ordering.Viewed")
            .type(OldEvent.Added.class, "ordering.UnitsAdded")
            .build();

    private static final PayloadCodec NEW = JacksonCodec.builder()
            .type(OrderEvent.OrderPlaced.class, "ordering.OrderPlaced", 2)
            .type(OrderEvent.UnitsAdded.class)
            .type(OrderEvent.OrderCancelled.class)
            .upcaster(
                    Upcaster.from("ordering.OrderPlaced", 1).to(2, old -> old.put("customer", "unknown")),
                    Upcaster.from("ordering.TwoAdded", 1)
                            .to(
                                    "ordering.UnitsAdded",
                                    1,
                                    old -> old.objectNode().set("units", old.get("first")))
                            .and(
                                    "ordering.UnitsAdded",
                                    1,
                                    old -> old.objectNode().set("units", old.get("second"))),
                    Upcaster.from("ordering.Viewed", 1).toNothing())
            .build();

    private final Shop shop;
    private final EventStore old;
    private final EventStore store;

    EvolutionContract(TestDatabase database) {
        this(database, UnaryOperator.identity());
    }

    /** With a fault put over the store. */
    EvolutionContract(TestDatabase database, UnaryOperator<EventStore> fault) {
        shop = Shop.on(database);
        old = JdbcEventStore.on(shop.database, OLD);
        store = fault.apply(JdbcEventStore.on(shop.database, NEW));
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private void oldHistory() {
        old.append(STREAM, 0, List.of(new OldEvent.Placed("42")));
        old.append(STREAM, 1, List.of(new OldEvent.TwoAdded(3, 4), new OldEvent.Viewed("bob")));
    }

    @Test
    void all_parts_of_a_stored_event_carry_its_version_and_are_counted_in_the_feed() {
        oldHistory();

        List<EventEnvelope<DomainEvent>> events = store.read(STREAM);
        assertThat(events)
                .extracting(EventEnvelope::event)
                .containsExactly(new OrderEvent.OrderPlaced("42", "unknown"), units(3), units(4));
        assertThat(events).extracting(EventEnvelope::version).containsExactly(1L, 2L, 2L);
        assertThat(events)
                .extracting(EventEnvelope::typeName)
                .containsExactly("ordering.OrderPlaced", "ordering.UnitsAdded", "ordering.UnitsAdded");
        assertThat(events).extracting(EventEnvelope::schemaVersion).containsExactly(2, 1, 1);

        FeedPage page = store.readFeed(0, 100);
        assertThat(page.entries()).extracting(FeedEntry::part).containsExactly(0, 0, 1);
        long two = page.entries().get(1).position();
        assertThat(page.entries().get(2).position()).isEqualTo(two);
        assertThat(page.position())
                .as("past the event of which nothing is left")
                .isGreaterThan(two);
        assertThat(store.readFeed(two, 100).entries()).isEmpty();
        assertThat(store.readFeed(0, 2).entries()).as("parts are not divided").hasSize(3);
    }

    @Test
    void each_part_has_an_id_of_its_own_the_same_at_every_read() {
        oldHistory();
        List<UUID> ids = store.read(STREAM).stream().map(EventEnvelope::eventId).toList();

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids).allSatisfy(id -> assertThat(id.version()).isEqualTo(7));
        assertThat(store.read(STREAM).stream().map(EventEnvelope::eventId).toList())
                .isEqualTo(ids);
        assertThat(old.read(STREAM).get(1).eventId()).isEqualTo(ids.get(1));
    }

    @Test
    void expected_versions_do_not_change_also_behind_an_event_of_which_nothing_is_left() {
        old.append(STREAM, 0, List.of(new OldEvent.Placed("42"), new OldEvent.TwoAdded(1, 2)));
        old.append(STREAM, 2, List.of(new OldEvent.TwoAdded(0, 4), new OldEvent.Viewed("bob")));
        EventSourcedRepository<Order, OrderId> orders =
                store.repository(Order.TYPE).build();
        Order order = orders.get(ID);
        assertThat(Changes.version(order)).isEqualTo(4);
        assertThat(order.units()).isEqualTo(7);
        assertThat(store.forEach(STREAM, 0, event -> {})).isEqualTo(4);
        assertThat(store.forEach(STREAM, 3, event -> {})).isEqualTo(4);

        order.add(10);
        orders.save(order);
        assertThat(store.version(STREAM)).isEqualTo(5);
        assertThatThrownBy(() -> store.append(STREAM, 4, List.of(units(1)))).isInstanceOf(ConflictException.class);
        assertThat(orders.get(ID).units()).isEqualTo(17);
    }

    @Test
    void a_stream_of_which_nothing_is_left_is_there_at_its_version() {
        old.append(STREAM, 0, List.of(new OldEvent.Viewed("ann"), new OldEvent.Viewed("bob")));
        EventSourcedRepository<Order, OrderId> orders =
                store.repository(Order.TYPE).build();

        assertThat(Changes.version(orders.get(ID))).isEqualTo(2);
        orders.update(ID, order -> order.add(1));
        assertThat(store.version(STREAM)).isEqualTo(3);
    }

    @Test
    void states_of_the_past_see_what_old_events_have_become() {
        oldHistory();
        EventSourcedRepository<Order, OrderId> orders =
                store.repository(Order.TYPE).build();

        assertThat(orders.asOf(ID, 1).orElseThrow().units()).isZero();
        assertThat(orders.asOf(ID, 2).orElseThrow().units()).isEqualTo(7);
        assertThat(Changes.version(orders.asOf(ID, 3).orElseThrow())).isEqualTo(3);
        assertThat(Changes.version(orders.asOf(ID, Shop.NOON).orElseThrow())).isEqualTo(3);
    }

    /** Random histories of old and new events; a snapshot at every cut. */
    @Test
    void a_snapshot_and_the_tail_equal_a_replay_after_upcasting_at_every_cut() throws Exception {
        for (long seed = 1; seed <= 5; seed++) {
            OrderId id = new OrderId("seed-" + seed);
            StreamId stream = Shop.order(id.value());
            Random random = new Random(seed);
            try (Snapshots snapshots =
                    Snapshots.on(store, SnapshotConfig.builder().keep(100).build())) {
                EventSourcedRepository<Order, OrderId> orders = store.repository(Order.TYPE)
                        .snapshots(Order.SNAPSHOTS, OrderId::new, snapshots)
                        .build();
                List<Integer> sums = new ArrayList<>(List.of(0));
                for (int version = 0; version < 12; version++) {
                    sums.add(sums.get(version) + appendOne(stream, random));
                    orders.requestSnapshot(id);
                    assertThat(snapshots.awaitIdle(SOON)).isTrue();
                    int end = appendTail(stream, random);
                    assertThat(orders.get(id).units())
                            .as("seed %d, cut %d", seed, version + 1)
                            .isEqualTo(
                                    store.repository(Order.TYPE).build().get(id).units())
                            .isEqualTo(sums.get(version + 1) + end);
                    sums.set(version + 1, sums.get(version + 1) + end);
                }
                assertThat(snapshots.health().taken()).as("at nearly each cut").isGreaterThan(6);
            }
        }
    }

    private int appendOne(StreamId stream, Random random) {
        long version = store.version(stream);
        int a = random.nextInt(100);
        int b = random.nextInt(100);
        switch (random.nextInt(4)) {
            case 0 -> old.append(stream, version, List.of(new OldEvent.TwoAdded(a, b)));
            case 1 -> old.append(stream, version, List.of(new OldEvent.Viewed("any")));
            case 2 -> old.append(stream, version, List.of(new OldEvent.Added(a), new OldEvent.Added(b)));
            default -> store.append(stream, version, List.of(units(a), units(b)));
        }
        List<EventEnvelope<DomainEvent>> added = store.read(stream, version);
        return added.stream()
                .mapToInt(event -> ((OrderEvent.UnitsAdded) event.event()).units())
                .sum();
    }

    private int appendTail(StreamId stream, Random random) {
        int sum = 0;
        for (int i = random.nextInt(3); i > 0; i--) {
            sum += appendOne(stream, random);
        }
        return sum;
    }

    @Test
    void projections_see_each_part_once_and_move_past_what_is_left_out() throws Exception {
        oldHistory();
        UnitsByOrder model = UnitsByOrder.in(shop);
        Projections projections = Projections.on(shop.database, store);
        long position = projections.catchUp(model);

        assertThat(model.rows()).containsEntry("42", "7 in 3");
        assertThat(position).isEqualTo(store.readFeed(0, 100).position());
        assertThat(projections.catchUp(model)).isEqualTo(position);
        projections.rebuild(model);
        assertThat(model.rows()).containsEntry("42", "7 in 3");
    }

    /** The runner dies between the events that one stored event became. */
    @Test
    void after_a_crash_between_two_parts_the_second_is_applied_exactly_once() throws Exception {
        oldHistory();
        UnitsByOrder model = UnitsByOrder.in(shop);
        for (int crashes = 0; crashes < 2; crashes++) {
            assertThatThrownBy(() -> Projections.on(shop.database, store).catchUp(new CrashingAt(model, 1)))
                    .hasStackTraceContaining("the power failed");
        }
        assertThat(model.rows()).containsEntry("42", "0 in 1");
        Projections.on(shop.database, store).catchUp(model);
        assertThat(model.rows()).containsEntry("42", "7 in 3");
    }

    private record CrashingAt(UnitsByOrder model, int part) implements Projection {
        @Override
        public String name() {
            return model.name();
        }

        @Override
        public void on(FeedEntry entry, Connection connection) throws Exception {
            if (entry.part() == part) {
                throw new IllegalStateException("the power failed");
            }
            model.on(entry, connection);
        }

        @Override
        public void reset(Connection connection) throws Exception {
            model.reset(connection);
        }
    }
}
