package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.dddblocks.core.SnapshotType;
import org.junit.jupiter.api.Test;

/** What snapshots promise: the same state as a replay, off the path of commands, and never of other code. */
abstract class SnapshotContract extends SnapshotValidityPromises {
    SnapshotContract(TestDatabase database) {
        super(database);
    }

    @Test
    void a_load_reads_the_snapshot_and_only_the_events_after_it_in_one_query() throws Exception {
        snapshotAt(25);
        append(26, 28);

        assertThat(assertLoadEqualsReplay()).isEqualTo(3);
        shop.dataSource.take();
        orders.get(ID);
        assertThat(shop.dataSource.take())
                .filteredOn(sql -> sql.startsWith("select"))
                .hasSize(1);
    }

    @Test
    void every_so_many_events_a_snapshot_is_taken_after_the_commit_and_old_ones_are_pruned() throws Exception {
        orders.add(Order.place(ID, "ann"));
        for (int i = 0; i < 34; i++) {
            orders.update(ID, order -> order.add(1));
            idle(snapshots);
        }

        assertThat(kept()).containsExactly(20L, 30L);
        assertThat(assertLoadEqualsReplay()).isEqualTo(5);
        assertThat(snapshots.health().taken()).isEqualTo(3);
    }

    @Test
    void whoever_had_much_to_replay_asks_for_a_snapshot() throws Exception {
        append(1, 15);
        orders.get(ID);
        idle(snapshots);

        assertThat(kept()).containsExactly(15L);
    }

    @Test
    void a_snapshot_asked_for_in_a_transaction_that_rolls_back_leaves_no_trace() throws Exception {
        append(1, 9);
        assertThatThrownBy(() -> shop.transactions.run(() -> {
                    orders.update(ID, order -> order.add(7));
                    orders.requestSnapshot(ID);
                    orders.get(ID);
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        idle(snapshots);

        assertThat(kept()).isEmpty();
        assertThat(assertLoadEqualsReplay()).isEqualTo(9);
    }

    @Test
    void by_age_a_scheduler_takes_those_with_new_events_and_without_a_young_one() throws Exception {
        IntStream.range(0, 7)
                .forEach(i -> shop.store.append(Shop.order("s" + i), 0, List.of(placed("s" + i), units(i))));
        assertThat(snapshots.takeOlderThan(Duration.ofDays(1))).isEqualTo(7);
        assertThat(snapshots.takeOlderThan(Duration.ZERO)).as("nothing new").isZero();

        shop.store.append(Shop.order("s3"), 2, List.of(units(1)));
        shop.store.append(Shop.order("s5"), 2, List.of(units(1)));
        sql("update SNAPSHOT set taken_at = timestamp '2020-01-01 00:00:00' where stream_id = 's3'");
        assertThat(snapshots.takeOlderThan(Duration.ofDays(1)))
                .as("s5 has a young one")
                .isEqualTo(1);
        assertThat(snapshots.takeOlderThan(Duration.ZERO)).isEqualTo(1);
        assertThatThrownBy(() -> shop.transactions.run(() -> snapshots.takeOlderThan(Duration.ZERO)))
                .hasMessageContaining("inside a transaction");
        assertThatThrownBy(() -> snapshots.takeOlderThan(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_command_never_waits_for_the_writer_and_what_has_no_room_is_dropped() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        SnapshotType<Order, Order.OrderState> slow = slow(blocked, release);
        Snapshots narrow = Snapshots.on(
                shop.store,
                SnapshotConfig.builder().every(1).waiting(2).closeWithin(SOON).build());
        try (narrow) {
            EventSourcedRepository<Order, OrderId> repository = repository(shop.store, narrow, slow);
            repository.add(Order.place(new OrderId("first"), "ann"));
            assertThat(blocked.await(120, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 5; i++) {
                repository.add(Order.place(new OrderId("n" + i), "ann"));
                repository.update(new OrderId("n" + i), order -> order.add(1));
            }
            assertThat(narrow.health().waiting()).isEqualTo(2);
            assertThat(narrow.health().dropped()).isPositive();
            release.countDown();
            idle(narrow);
            assertThat(narrow.health().taken()).isEqualTo(3);
        }
        assertThat(narrow.health().running()).isFalse();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_failure_or_an_error_is_logged_and_harms_neither_the_command_nor_the_thread() throws Exception {
        SnapshotType<Order, Order.OrderState> failing = SnapshotType.of(
                Order.TYPE,
                1,
                Order.OrderState.class,
                order -> {
                    if (order.units() == 1) {
                        throw new StackOverflowError("on purpose");
                    }
                    return order.snapshot();
                },
                Order::restore);
        try (Snapshots taker = taker(1, 1)) {
            EventSourcedRepository<Order, OrderId> repository = repository(shop.store, taker, failing);
            repository.add(Order.place(ID, "ann"));
            assertThat(taker.awaitIdle(SOON)).isTrue();
            repository.update(ID, order -> order.add(1));
            assertThat(taker.awaitIdle(SOON)).isTrue();
            assertThat(taker.health().failed()).isEqualTo(1);
            assertThat(taker.health().running()).isTrue();
            assertThat(taker.health().lastFailure())
                    .hasValueSatisfying(text -> assertThat(text).contains("order/42", "StackOverflowError"));
            repository.update(ID, order -> order.add(1));
            assertThat(taker.awaitIdle(SOON)).isTrue();
        }
        assertThat(kept()).containsExactly(3L);
        assertThat(log.at(Level.ERROR)).hasSize(1);
    }

    @Test
    void close_waits_no_longer_than_its_time_out_and_later_requests_are_nothing() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        SnapshotType<Order, Order.OrderState> slow = slow(blocked, release);
        Snapshots taker = Snapshots.on(
                shop.store,
                SnapshotConfig.builder().closeWithin(Duration.ofMillis(50)).build());
        EventSourcedRepository<Order, OrderId> repository = repository(shop.store, taker, slow);
        append(1, 3);
        repository.requestSnapshot(ID);
        assertThat(blocked.await(120, TimeUnit.SECONDS)).isTrue();
        taker.close();
        assertThat(log.at(Level.WARN)).anySatisfy(line -> assertThat(line).contains("still being written"));
        release.countDown();
        repository.requestSnapshot(ID);
        assertThat(taker.health().waiting()).isZero();
    }

    @Test
    void wrong_use_is_refused() {
        assertThatThrownBy(() -> shop.store.repository(Order.TYPE).build().requestSnapshot(ID))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("order", ".snapshots(");
        assertThatThrownBy(() -> SnapshotConfig.builder().every(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("SnapshotConfig.every", "0", "at least 1");
        SnapshotType<Order, Unwritable> unwritable =
                SnapshotType.of(Order.TYPE, 1, Unwritable.class, order -> new Unwritable(order), (order, state) -> {});
        assertThatThrownBy(() -> repository(shop.store, snapshots, unwritable))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unwritable.any");
    }

    record Unwritable(Object any) {}

    /** Says when it is at work, and goes on when it may. */
    private static SnapshotType<Order, Order.OrderState> slow(CountDownLatch blocked, CountDownLatch release) {
        return SnapshotType.of(
                Order.TYPE,
                1,
                Order.OrderState.class,
                order -> {
                    blocked.countDown();
                    awaitQuietly(release);
                    return order.snapshot();
                },
                Order::restore);
    }

    /** The writer replaces a snapshot that the deletion wants to delete, and waits for whoever deletes. */
    @Test
    void who_deletes_a_stream_while_its_snapshot_is_written_neither_fails_nor_makes_it_fail() throws Exception {
        AtomicBoolean slow = new AtomicBoolean();
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        SnapshotType<Order, Order.OrderState> type = SnapshotType.of(
                Order.TYPE,
                1,
                Order.OrderState.class,
                order -> {
                    if (slow.get()) {
                        blocked.countDown();
                        awaitQuietly(release);
                    }
                    return order.snapshot();
                },
                Order::restore);
        try (Snapshots taker = taker(1_000, 1)) {
            EventSourcedRepository<Order, OrderId> repository = repository(shop.store, taker, type);
            append(1, 5);
            repository.requestSnapshot(ID);
            idle(taker);
            append(6, 7);
            slow.set(true);
            repository.requestSnapshot(ID);
            assertThat(blocked.await(120, TimeUnit.SECONDS)).isTrue();
            shop.transactions.run(() -> {
                shop.store.append(STREAM, 7, List.of(units(1)));
                release.countDown();
                new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS); // the writer waits for this transaction by now
                assertThat(shop.store.delete(STREAM)).isTrue();
            });
            idle(taker);
        }
        assertThat(kept()).isEmpty();
    }

    @Test
    void an_interrupt_that_user_code_leaves_behind_does_not_end_the_thread() throws Exception {
        SnapshotType<Order, Order.OrderState> interrupting = SnapshotType.of(
                Order.TYPE,
                1,
                Order.OrderState.class,
                order -> {
                    Thread.currentThread().interrupt();
                    return order.snapshot();
                },
                Order::restore);
        try (Snapshots taker = taker(1_000, 1)) {
            EventSourcedRepository<Order, OrderId> repository = repository(shop.store, taker, interrupting);
            append(1, 3);
            repository.requestSnapshot(ID);
            idle(taker);
            append(4, 5);
            repository.requestSnapshot(ID);
            idle(taker);
            assertThat(taker.health().running()).isTrue();
        }
        assertThat(kept()).containsExactly(5L);
    }
}
