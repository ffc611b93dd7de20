package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dddblocks.core.Changes;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What reading a stream in pages promises, and the states of the past. */
abstract class StreamingContract {
    private static final OrderId ID = new OrderId("42");
    private static final StreamId STREAM = Shop.order("42");
    private static final Duration SOON = Duration.ofSeconds(120);

    private final Shop shop;
    private final CountingCodec codec = new CountingCodec(Shop.CODEC);
    private final EventStore store;

    StreamingContract(TestDatabase database) {
        shop = Shop.on(database);
        store = JdbcEventStore.on(shop.database, codec);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private static List<OrderEvent> events(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(version -> version == 1 ? placed("42") : units(version))
                .toList();
    }

    @Test
    void for_each_hands_on_what_read_returns_over_many_pages() {
        store.append(STREAM, 0, events(1, 2_500));
        List<EventEnvelope<DomainEvent>> seen = new ArrayList<>();

        assertThat(store.forEach(STREAM, 0, seen::add)).isEqualTo(2_500);
        assertThat(seen).isEqualTo(store.read(STREAM));
        seen.clear();
        assertThat(store.forEach(STREAM, 2_490, seen::add)).isEqualTo(2_500);
        assertThat(seen).isEqualTo(store.read(STREAM, 2_490));
        assertThat(store.forEach(STREAM, 2_500, seen::add)).isEqualTo(2_500);
        assertThat(store.forEach(Shop.order("nobody"), 0, seen::add)).isZero();
    }

    @Test
    void a_page_of_large_payloads_is_small() throws Exception {
        String large = "x".repeat(200_000);
        for (int i = 0; i < 150; i += 50) {
            store.append(
                    STREAM,
                    i,
                    IntStream.range(0, 50)
                            .mapToObj(n -> new OrderEvent.OrderCancelled(large))
                            .toList());
        }
        shop.dataSource.take();
        assertThat(store.forEach(STREAM, 0, event -> {})).isEqualTo(150);
        assertThat(shop.dataSource.take().stream().filter(sql -> sql.startsWith("select")))
                .as("128 events, then pages of about 4 MiB")
                .hasSizeBetween(3, 5);
    }

    @Test
    void a_thousand_small_events_are_rebuilt_by_one_statement_and_no_commit() {
        EventSourcedRepository<Order, OrderId> orders =
                store.repository(Order.TYPE).build();
        store.append(STREAM, 0, events(1, 1_001));
        shop.dataSource.take();

        assertThat(Changes.version(orders.asOf(ID, 1_000).orElseThrow())).isEqualTo(1_000);
        assertThat(shop.dataSource.take()).singleElement().asString().startsWith("select");
        assertThat(Changes.version(orders.get(ID))).isEqualTo(1_001);
        assertThat(shop.dataSource.take()).hasSize(2).allMatch(sql -> sql.startsWith("select"));
    }

    @Test
    void of_large_events_only_the_first_few_are_read_at_once() {
        EventSourcedRepository<Order, OrderId> orders =
                store.repository(Order.TYPE).build();
        String large = "x".repeat(10_000);
        store.append(
                STREAM,
                0,
                IntStream.range(0, 200)
                        .mapToObj(n -> new OrderEvent.OrderCancelled(large))
                        .toList());
        shop.dataSource.take();
        assertThat(Changes.version(orders.get(ID))).isEqualTo(200);
        assertThat(shop.dataSource.take()).as("128 events, then the rest").hasSize(2);
    }

    @Test
    void an_own_uncommitted_append_is_part_of_what_is_rebuilt() {
        EventSourcedRepository<Order, OrderId> orders =
                store.repository(Order.TYPE).build();
        store.append(STREAM, 0, events(1, 300));
        shop.transactions.run(() -> {
            store.append(STREAM, 300, List.of(units(1_000)));
            store.append(STREAM, 301, List.of(units(2_000)));
            Order order = orders.get(ID);
            assertThat(Changes.version(order)).isEqualTo(302);
            assertThat(order.units()).isEqualTo(IntStream.rangeClosed(2, 300).sum() + 3_000);
            assertThat(orders.asOf(ID, 301).orElseThrow().units())
                    .isEqualTo(IntStream.rangeClosed(2, 300).sum() + 1_000);
            List<Long> versions = new ArrayList<>();
            assertThat(store.forEach(STREAM, 299, event -> versions.add(event.version())))
                    .isEqualTo(302);
            assertThat(versions).containsExactly(300L, 301L, 302L);
        });
    }

    @Test
    void a_state_as_of_a_version_reads_from_the_nearest_snapshot_before_it_and_no_further() throws Exception {
        try (Snapshots snapshots =
                Snapshots.on(store, SnapshotConfig.builder().every(100).keep(5).build())) {
            EventSourcedRepository<Order, OrderId> orders = store.repository(Order.TYPE)
                    .snapshots(Order.SNAPSHOTS, OrderId::new, snapshots)
                    .build();
            for (int end = 100; end <= 300; end += 100) {
                store.append(STREAM, end - 100, events(end - 99, end));
                orders.requestSnapshot(ID);
                assertThat(snapshots.awaitIdle(SOON)).isTrue();
            }
            for (int version : List.of(1, 99, 100, 101, 199, 250, 300)) {
                codec.decoded();
                Order then = orders.asOf(ID, version).orElseThrow();
                assertThat(codec.decoded())
                        .as("events read for version %d", version)
                        .isEqualTo(version % 100);
                assertThat(then.units())
                        .isEqualTo(IntStream.rangeClosed(2, version).sum());
                assertThat(Changes.version(then)).isEqualTo(version);
            }
            assertThatThrownBy(() -> orders.asOf(ID, 301))
                    .isInstanceOfSatisfying(NoSuchVersionException.class, refused -> {
                        assertThat(refused.asked()).isEqualTo(301);
                        assertThat(refused.newest()).isEqualTo(300);
                        assertThat(refused.stream()).isEqualTo(STREAM);
                    })
                    .hasMessageContainingAll("order/42", "301", "1 to 300");
            assertThatThrownBy(() -> orders.asOf(ID, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 or more");
            assertThat(orders.asOf(new OrderId("nobody"), 5)).isEmpty();
        }
    }

    @Test
    void a_state_as_of_an_instant_has_whole_appends_and_a_clock_set_back_changes_no_order() throws Exception {
        Instant noon = Shop.NOON;
        appendAt(noon, events(1, 3));
        appendAt(noon.plusSeconds(60), events(4, 6));
        appendAt(noon.plusSeconds(30), events(7, 8)); // a node whose clock is late
        appendAt(noon.plusSeconds(90), events(9, 10));
        try (Snapshots snapshots =
                Snapshots.on(store, SnapshotConfig.builder().every(100).keep(9).build())) {
            EventSourcedRepository<Order, OrderId> orders = store.repository(Order.TYPE)
                    .snapshots(Order.SNAPSHOTS, OrderId::new, snapshots)
                    .build();
            for (boolean snapshot : List.of(false, true)) {
                if (snapshot) {
                    orders.requestSnapshot(ID);
                    assertThat(snapshots.awaitIdle(SOON)).isTrue();
                    appendAt(noon.plusSeconds(95), events(11, 12));
                }
                assertThat(orders.asOf(ID, noon.minusNanos(1_000))).isEmpty();
                assertThat(versionAsOf(orders, noon)).isEqualTo(3);
                assertThat(versionAsOf(orders, noon.plusSeconds(30)))
                        .as("events 7 and 8 cannot be before 6")
                        .isEqualTo(3);
                assertThat(versionAsOf(orders, noon.plusSeconds(59))).isEqualTo(3);
                assertThat(versionAsOf(orders, noon.plusSeconds(60))).isEqualTo(8);
                assertThat(versionAsOf(orders, noon.plusSeconds(90))).isEqualTo(10);
                assertThat(versionAsOf(orders, noon.plusSeconds(9_999))).isEqualTo(snapshot ? 12 : 10);
            }
            codec.decoded();
            versionAsOf(orders, noon.plusSeconds(95));
            assertThat(codec.decoded())
                    .as("events read after the snapshot at 10")
                    .isEqualTo(2);
            assertThat(orders.asOf(new OrderId("nobody"), noon)).isEmpty();
            assertThat(orders.asOf(ID, Instant.MIN)).isEmpty();
            assertThat(versionAsOf(orders, Instant.MAX)).isEqualTo(12);
            assertThatThrownBy(() -> orders.asOf(ID, null)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void appendAt(Instant when, List<OrderEvent> events) {
        Database then = shop.database.clock(Clock.fixed(when, ZoneOffset.UTC));
        JdbcEventStore.on(then, Shop.CODEC).append(STREAM, store.version(STREAM), events);
    }

    private static long versionAsOf(EventSourcedRepository<Order, OrderId> orders, Instant instant) {
        Order order = orders.asOf(ID, instant).orElseThrow();
        int sum = IntStream.rangeClosed(2, (int) Changes.version(order)).sum();
        assertThat(order.units()).isEqualTo(sum);
        return Changes.version(order);
    }

    @Test
    void missing_rows_of_a_stream_are_named_instead_of_giving_half_a_state() {
        store.append(STREAM, 0, events(1, 5));
        shop.transactions.run(() -> Jdbc.update(
                shop.transactions.connection(), "delete from " + shop.database.table("event") + " where version > 3"));

        assertThatThrownBy(() -> store.repository(Order.TYPE).build().find(ID))
                .hasMessageContainingAll("order/42", "version 5", "end at 3");
        assertThat(store.read(STREAM).stream().map(EventEnvelope::version).collect(Collectors.toList()))
                .containsExactly(1L, 2L, 3L);
    }
}
