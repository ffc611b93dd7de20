package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dddblocks.core.Changes;
import org.dddblocks.core.SnapshotType;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.spi.Jdbc;
import org.junit.jupiter.api.AfterEach;

/** A shop whose orders have snapshots: the given of what snapshots promise. */
abstract class SnapshotGiven {
    static final OrderId ID = new OrderId("42");
    static final StreamId STREAM = Shop.order("42");
    static final Duration SOON = Duration.ofSeconds(120);

    final Shop shop;
    final Snapshots snapshots;
    final EventSourcedRepository<Order, OrderId> orders;
    final LogLines log = new LogLines(Snapshots.class);

    SnapshotGiven(TestDatabase database) {
        shop = Shop.on(database);
        snapshots = taker(10, 2);
        orders = repository(shop.store, snapshots, Order.SNAPSHOTS);
    }

    Snapshots taker(int every, int keep) {
        return Snapshots.on(
                shop.store, SnapshotConfig.builder().every(every).keep(keep).build());
    }

    static EventSourcedRepository<Order, OrderId> repository(
            EventStore store, Snapshots taker, SnapshotType<Order, ?> type) {
        return store.repository(Order.TYPE).snapshots(type, OrderId::new, taker).build();
    }

    @AfterEach
    void close() {
        log.close();
        snapshots.close();
        shop.close();
    }

    void idle(Snapshots taker) throws InterruptedException {
        assertThat(taker.awaitIdle(SOON)).isTrue();
        assertThat(taker.health().lastFailure()).isEmpty();
    }

    void append(int from, int to) {
        List<OrderEvent> events = new ArrayList<>();
        for (int version = from; version <= to; version++) {
            events.add(version == 1 ? placed("42") : units(version));
        }
        shop.store.append(STREAM, from - 1, events);
    }

    void snapshotAt(int version) throws InterruptedException {
        append((int) shop.store.version(STREAM) + 1, version);
        orders.requestSnapshot(ID);
        idle(snapshots);
    }

    List<Long> kept() {
        return shop.transactions.call(() -> Jdbc.query(
                shop.transactions.connection(),
                row -> row.getLong(1),
                "select version from " + shop.database.table("snapshot") + " order by version"));
    }

    void sql(String sql) {
        shop.transactions.run(() ->
                Jdbc.update(shop.transactions.connection(), sql.replace("SNAPSHOT", shop.database.table("snapshot"))));
    }

    Order replayed() {
        return shop.store.repository(Order.TYPE).build().get(ID);
    }

    /** Loads, and says how many events were read for it. */
    long assertLoadEqualsReplay() {
        CountingCodec codec = new CountingCodec(Shop.CODEC);
        EventStore counting = JdbcEventStore.on(shop.database, codec);
        try (Snapshots other =
                Snapshots.on(counting, SnapshotConfig.builder().every(1_000_000).build())) {
            Order loaded = repository(counting, other, Order.SNAPSHOTS).get(ID);
            Order all = replayed();
            assertThat(Changes.version(loaded)).isEqualTo(Changes.version(all)).isEqualTo(shop.store.version(STREAM));
            assertThat(loaded.units()).isEqualTo(all.units());
            assertThat(loaded.customer()).isEqualTo(all.customer());
            assertThat(loaded.cancelled()).isEqualTo(all.cancelled());
        }
        return codec.decoded();
    }

    String fingerprint() {
        return shop.transactions
                .call(() -> Jdbc.first(
                        shop.transactions.connection(),
                        row -> row.getString(1),
                        "select max(fingerprint) from " + shop.database.table("snapshot")))
                .orElseThrow();
    }
}
