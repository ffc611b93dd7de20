package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import java.sql.Connection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.ConflictException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What append promises to several writers. */
abstract class RaceContract {
    private static final int WRITERS = 8;
    private static final int ROUNDS = 50;
    private final Shop shop;
    private final EventStore store;
    private final Threads threads = new Threads();
    /** The strictest isolation that keeps a snapshot; MariaDB's SERIALIZABLE locks what it reads, so nobody gets in between. */
    private final int withSnapshot;

    RaceContract(TestDatabase database) {
        withSnapshot = database == TestDatabase.MARIADB
                ? Connection.TRANSACTION_REPEATABLE_READ
                : Connection.TRANSACTION_SERIALIZABLE;
        shop = Shop.on(database);
        store = shop.store;
    }

    @AfterEach
    void close() {
        threads.close();
        shop.close();
    }

    @Test
    void of_eight_writers_on_one_version_exactly_one_wins() throws Exception {
        StreamId stream = order("hot");
        for (int round = 0; round < ROUNDS; round++) {
            long expected = round;
            List<Boolean> won = threads.together(IntStream.range(0, WRITERS)
                    .mapToObj(i -> writer(stream, expected))
                    .toList());
            assertThat(won).as("round %d", round).containsOnlyOnce(true);
        }
        assertThat(store.read(stream)).hasSize(ROUNDS);
        assertThat(store.readFeed(0, 1000).entries()).hasSize(ROUNDS);
    }

    @Test
    void of_eight_writers_of_a_new_stream_exactly_one_wins() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            StreamId stream = order("new-" + round);
            List<Boolean> won = threads.together(
                    IntStream.range(0, WRITERS).mapToObj(i -> writer(stream, 0)).toList());
            assertThat(won).as("round %d", round).containsOnlyOnce(true);
            assertThat(store.read(stream)).hasSize(1);
        }
    }

    private Callable<Boolean> writer(StreamId stream, long expected) {
        return () -> {
            try {
                store.append(stream, expected, List.of(placed("any")));
                return true;
            } catch (ConflictException e) {
                return false;
            }
        };
    }

    @Test
    void a_loser_waits_for_the_winners_end_and_wins_if_that_is_a_rollback() throws Exception {
        store.append(order("1"), 0, List.of(placed("1")));
        CyclicBarrier appended = new CyclicBarrier(2);
        var first = threads.start(() -> {
            assertThatThrownBy(() -> shop.transactions.run(() -> {
                        store.append(order("1"), 1, List.of(units(1)));
                        appended.await(120, TimeUnit.SECONDS);
                        throw new IllegalStateException("changed my mind");
                    }))
                    .hasMessage("changed my mind");
            return true;
        });
        appended.await(120, TimeUnit.SECONDS);
        store.append(order("1"), 1, List.of(units(2)));
        first.get(120, TimeUnit.SECONDS);

        assertThat(shop.feed()).containsExactly(placed("1"), units(2));
    }

    @Test
    void after_a_conflict_the_callers_transaction_goes_on_and_can_decide_again() {
        store.append(order("1"), 0, List.of(placed("1"), units(1)));

        shop.transactions.run(() -> {
            store.append(order("2"), 0, List.of(placed("2")));
            assertThatThrownBy(() -> store.append(order("1"), 1, List.of(units(9))))
                    .isInstanceOf(ConflictException.class);
            store.append(order("1"), store.version(order("1")), List.of(units(3)));
        });

        assertThat(shop.feed()).containsExactly(placed("1"), units(1), placed("2"), units(3));
    }

    @Test
    void two_transactions_that_append_to_two_streams_in_opposite_order_both_end() throws Exception {
        store.append(order("a"), 0, List.of(placed("a")));
        store.append(order("b"), 0, List.of(placed("b")));
        int wins = 0;
        for (int round = 0; round < 5; round++) {
            long a = store.version(order("a"));
            long b = store.version(order("b"));
            CyclicBarrier both = new CyclicBarrier(2);
            List<Boolean> ends = threads.together(List.of(
                    crossing(order("a"), a, order("b"), b, both), crossing(order("b"), b, order("a"), a, both)));
            assertThat(ends).as("round %d", round).containsOnlyOnce(true);
            wins++;
            assertThat(store.version(order("a"))).isEqualTo(a + 1);
            assertThat(store.version(order("b"))).isEqualTo(b + 1);
        }
        assertThat(store.readFeed(0, 1000).entries()).hasSize(2 + 2 * wins);
    }

    private Callable<Boolean> crossing(StreamId first, long v1, StreamId second, long v2, CyclicBarrier both) {
        return () -> {
            try {
                shop.transactions.run(() -> {
                    store.append(first, v1, List.of(units(1)));
                    both.await(120, TimeUnit.SECONDS);
                    store.append(second, v2, List.of(units(2)));
                });
                return true;
            } catch (ConflictException e) {
                assertThat(e.transactionUsable()).isFalse();
                assertThat(e).hasMessageContaining("begin a new one");
                return false;
            }
        };
    }

    @Test
    void under_repeatable_read_a_loser_gets_a_conflict_that_says_its_transaction_is_over() throws Exception {
        assertThatConflictEndsRepeatableRead(order("1"));
    }

    @Test
    void under_repeatable_read_an_append_after_one_to_another_stream_is_such_a_conflict_too() throws Exception {
        store.append(order("2"), 0, List.of(placed("2")));
        assertThatConflictEndsRepeatableRead(order("2"));
    }

    private void assertThatConflictEndsRepeatableRead(StreamId others) throws Exception {
        store.append(order("1"), 0, List.of(placed("1")));
        List<OrderEvent> before = shop.feed();
        try (Connection callers = shop.dataSource.getConnection()) {
            callers.setAutoCommit(false);
            callers.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try (AdoptedTransaction adopted = shop.transactions.adopt(callers)) {
                assertThat(store.version(order("1"))).isEqualTo(1);
                threads.start(() -> store.append(order("1"), 1, List.of(units(1))))
                        .get(120, TimeUnit.SECONDS);

                assertThatThrownBy(() -> store.append(order("1"), 1, List.of(units(2))))
                        .isInstanceOfSatisfying(ConflictException.class, conflict -> {
                            assertThat(conflict.transactionUsable()).isFalse();
                            assertThat(conflict.actual()).isNotEqualTo(OptionalLong.of(1));
                        });
                callers.rollback();
                adopted.rolledBack();
            }
            callers.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            callers.setAutoCommit(true);
        }
        assertThat(shop.feed())
                .hasSize(before.size() + 1)
                .startsWith(before.toArray(OrderEvent[]::new))
                .endsWith(units(1));
    }

    @Test
    void a_conflict_seen_through_an_old_snapshot_names_no_version_that_contradicts_it() throws Exception {
        try (Connection callers = shop.dataSource.getConnection()) {
            callers.setAutoCommit(false);
            callers.setTransactionIsolation(withSnapshot);
            try (AdoptedTransaction adopted = shop.transactions.adopt(callers)) {
                assertThat(store.version(order("s"))).isZero();
                threads.start(() -> store.append(order("s"), 0, List.of(placed("s"))))
                        .get(120, TimeUnit.SECONDS);

                assertThatThrownBy(() -> store.append(order("s"), 0, List.of(placed("s"))))
                        .isInstanceOfSatisfying(
                                ConflictException.class,
                                conflict -> assertThat(conflict.actual()).isNotEqualTo(OptionalLong.of(0)));
                callers.rollback();
                adopted.rolledBack();
            }
            callers.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            callers.setAutoCommit(true);
        }
    }
}
