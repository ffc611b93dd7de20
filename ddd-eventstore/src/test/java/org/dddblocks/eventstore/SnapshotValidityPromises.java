package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import org.dddblocks.core.SnapshotType;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PayloadCodec;
import org.junit.jupiter.api.Test;

/** Which snapshots are used: never an older one, a damaged one, one of other code or of a stream that is gone. */
abstract class SnapshotValidityPromises extends SnapshotGiven {
    SnapshotValidityPromises(TestDatabase database) {
        super(database);
    }

    @Test
    void an_older_snapshot_never_replaces_a_newer_one() throws Exception {
        snapshotAt(20);
        StoredSnapshot newer = shop.store
                .snapshotStore()
                .newest(STREAM, fingerprint(), Long.MAX_VALUE)
                .orElseThrow();
        StoredSnapshot older = new StoredSnapshot(
                STREAM,
                newer.fingerprint(),
                5,
                newer.occurredAt(),
                newer.payload().replaceAll("\"units\":\\d+", "\"units\":1"));
        shop.store.snapshotStore().save(older, 2, Duration.ZERO);

        assertThat(shop.store.snapshotStore().newest(STREAM, fingerprint(), Long.MAX_VALUE))
                .hasValue(newer);
        assertThat(assertLoadEqualsReplay()).isZero();
    }

    @Test
    void a_damaged_snapshot_is_passed_over_with_one_warning_and_replaced() throws Exception {
        snapshotAt(10);
        snapshotAt(20);
        sql("update SNAPSHOT set payload = '{\"customer\":\"secret' where version = 20");

        shop.transactions.run(
                () -> { // nothing is replaced before the commit
                    for (int i = 0; i < 3; i++) {
                        assertThat(orders.get(ID).units()).isEqualTo(replayed().units());
                    }
                });
        idle(snapshots);
        assertThat(log.at(Level.WARN))
                .hasSize(1)
                .allSatisfy(line -> assertThat(line)
                        .contains("order/42", "version 20", "cannot be read")
                        .doesNotContain("secret"));
        assertThat(kept()).containsExactly(10L, 20L);
        assertThat(assertLoadEqualsReplay()).as("replaced").isZero();
    }

    @Test
    void behind_a_damaged_snapshot_the_one_before_is_used() throws Exception {
        snapshotAt(10);
        snapshotAt(20);
        sql("update SNAPSHOT set payload = 'nonsense' where version = 20");

        assertThat(assertLoadEqualsReplay()).isEqualTo(10);
    }

    @Test
    void a_snapshot_newer_than_its_stream_is_passed_over_with_one_warning_and_removed() throws Exception {
        snapshotAt(12);
        sql("update SNAPSHOT set version = 99");

        assertThat(orders.get(ID).units()).isEqualTo(replayed().units());
        idle(snapshots);
        assertThat(log.at(Level.WARN))
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains("order/42", "version 99", "at version 12"));
        assertThat(kept()).containsExactly(12L);
        assertThat(assertLoadEqualsReplay()).isZero();
    }

    @Test
    void old_and_new_code_keep_theirs_side_by_side() throws Exception {
        SnapshotType<Order, Order.OrderState> newer =
                SnapshotType.of(Order.TYPE, 2, Order.OrderState.class, Order::snapshot, Order::restore);
        snapshotAt(20);
        try (Snapshots second = taker(10, 2)) {
            EventSourcedRepository<Order, OrderId> upgraded = repository(shop.store, second, newer);
            assertThat(upgraded.get(ID).units()).isEqualTo(replayed().units());
            assertThat(upgraded.get(ID).units()).isEqualTo(replayed().units());
            idle(second);
            assertThat(kept()).containsExactly(20L, 20L);
            assertThat(log.at(Level.WARN))
                    .hasSize(1)
                    .allSatisfy(line -> assertThat(line).contains("order/42", "other code"));
        }
        assertThat(assertLoadEqualsReplay()).as("by the old code").isZero();
    }

    @Test
    void snapshots_of_other_code_go_after_their_time() throws Exception {
        snapshotAt(10);
        sql("update SNAPSHOT set fingerprint = 'old', taken_at = timestamp '2020-01-01 00:00:00'");
        append(11, 12);
        orders.requestSnapshot(ID);
        idle(snapshots);

        assertThat(kept()).containsExactly(12L);
    }

    @Test
    void events_read_in_another_shape_make_another_fingerprint() throws Exception {
        snapshotAt(10);
        PayloadCodec changed = JacksonCodec.builder()
                .type(OrderEvent.OrderPlaced.class)
                .type(OrderEvent.UnitsAdded.class)
                .type(OrderEvent.OrderCancelled.class, "ordering.OrderCancelled", 2)
                .build();
        CountingCodec codec = new CountingCodec(changed);
        EventStore store = JdbcEventStore.on(shop.database, codec);
        try (Snapshots other = Snapshots.on(store, SnapshotConfig.builder().build())) {
            repository(store, other, Order.SNAPSHOTS).get(ID);
        }
        assertThat(codec.decoded()).isEqualTo(10);
    }

    @Test
    void changing_a_loaded_root_changes_no_later_load() throws Exception {
        snapshotAt(10);
        Order mine = orders.get(ID);
        int before = mine.units();
        mine.add(1_000);
        mine.cancel("never saved");
        orders.requestSnapshot(ID);
        idle(snapshots);

        assertThat(orders.get(ID).units()).isEqualTo(before);
        assertThat(orders.get(ID).cancelled()).isFalse();
    }

    @Test
    void snapshots_newer_than_their_stream_are_all_removed_also_beside_one_that_fits() throws Exception {
        snapshotAt(12);
        for (int lost = 50; lost <= 70; lost += 10) {
            sql(
                    "insert into SNAPSHOT (stream_type, stream_id, fingerprint, version, occurred_at, taken_at, payload) select"
                            + " stream_type, stream_id, fingerprint, " + lost
                            + ", occurred_at, taken_at, payload from SNAPSHOT"
                            + " where version = 12");
        }
        orders.get(ID);
        idle(snapshots);
        assertThat(kept()).containsExactly(12L);

        append(13, 60);
        assertThat(orders.get(ID).units()).isEqualTo(replayed().units());
    }
}
