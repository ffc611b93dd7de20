package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import java.sql.Connection;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.AdoptedTransaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the store behaves in a caller's transaction. */
abstract class TransactionContract {
    private static final StreamId ORDER = order("42");
    private final Shop shop;
    private final EventStore store;
    private final Threads threads = new Threads();

    TransactionContract(TestDatabase database) {
        shop = Shop.on(database);
        store = shop.store;
    }

    @AfterEach
    void close() {
        threads.close();
        shop.close();
    }

    @Test
    void a_transaction_sees_its_own_appends_and_nobody_else_does_before_the_commit() {
        store.append(ORDER, 0, List.of(placed("42")));
        assertThat(shop.feed()).containsExactly(placed("42"));
        shop.transactions.run(() -> {
            store.append(ORDER, 1, List.of(units(1)));
            store.append(ORDER, 2, List.of(units(2)));
            assertThat(shop.events(ORDER)).containsExactly(placed("42"), units(1), units(2));
            assertThat(store.read(ORDER, 2)).hasSize(1);
            assertThat(store.version(ORDER)).isEqualTo(3);
            assertThat(JdbcEventStore.on(shop.database, Shop.CODEC).read(ORDER)).hasSize(3);
            shop.transactions.callInNew(() -> {
                assertThat(shop.events(ORDER)).containsExactly(placed("42"));
                assertThat(shop.feed()).containsExactly(placed("42"));
                return true;
            });
        });
        assertThat(shop.feed()).containsExactly(placed("42"), units(1), units(2));
        assertThat(shop.events(ORDER)).containsExactly(placed("42"), units(1), units(2));
    }

    @Test
    void a_transaction_that_is_rolled_back_leaves_nothing() {
        store.append(ORDER, 0, List.of(placed("42")));
        assertThatThrownBy(() -> shop.transactions.run(() -> {
                    store.append(ORDER, 1, List.of(units(1)));
                    store.append(order("43"), 0, List.of(placed("43")));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(store.version(ORDER)).isEqualTo(1);
        assertThat(store.version(order("43"))).isZero();
        assertThat(shop.feed()).containsExactly(placed("42"));
        store.append(ORDER, 1, List.of(units(5)));
        assertThat(shop.feed()).containsExactly(placed("42"), units(5));
    }

    @Test
    void what_others_do_before_the_commit_may_append_too() {
        shop.transactions.run(() -> {
            store.append(ORDER, 0, List.of(placed("42")));
            shop.transactions.beforeCommit(() -> {
                store.append(ORDER, 1, List.of(units(1)));
                shop.transactions.beforeCommit(() -> store.append(ORDER, 2, List.of(units(2))));
            });
        });
        assertThat(shop.events(ORDER)).containsExactly(placed("42"), units(1), units(2));
        assertThat(shop.feed()).containsExactly(placed("42"), units(1), units(2));
    }

    @Test
    void an_adopted_connection_is_appended_to_and_left_to_its_owner() throws Exception {
        try (Connection callers = shop.dataSource.getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = shop.transactions.adopt(callers)) {
                store.append(ORDER, 0, List.of(placed("42")));
                store.append(ORDER, 1, List.of(units(1)));
                assertThat(shop.events(ORDER)).containsExactly(placed("42"), units(1));
                assertThat(threads.start(shop::feed).get(120, TimeUnit.SECONDS)).isEmpty();
                callers.commit();
                adopted.committed();
            }
            try (AdoptedTransaction adopted = shop.transactions.adopt(callers)) {
                store.append(ORDER, 2, List.of(units(2)));
                callers.rollback();
                adopted.rolledBack();
            }
            assertThat(callers.isClosed()).isFalse();
            callers.setAutoCommit(true);
        }
        assertThat(shop.feed()).containsExactly(placed("42"), units(1));
        assertThat(store.version(ORDER)).isEqualTo(2);
    }

    @Test
    void an_adopted_connection_may_roll_back_to_a_savepoint_before_an_append() throws Exception {
        try (Connection callers = shop.dataSource.getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = shop.transactions.adopt(callers)) {
                store.append(ORDER, 0, List.of(placed("42")));
                Savepoint before = callers.setSavepoint();
                store.append(ORDER, 1, List.of(units(1)));
                callers.rollback(before);
                store.append(ORDER, 1, List.of(units(2)));
                callers.commit();
                adopted.committed();
            }
            callers.setAutoCommit(true);
        }
        assertThat(shop.feed()).containsExactly(placed("42"), units(2));
        assertThat(shop.events(ORDER)).containsExactly(placed("42"), units(2));
    }

    @Test
    void an_append_undone_by_a_savepoint_in_a_transaction_of_ours_forbids_the_commit() {
        assertThatThrownBy(() -> shop.transactions.run(() -> {
                    store.append(order("1"), 0, List.of(placed("1")));
                    Connection connection = shop.transactions.connection();
                    Savepoint before = connection.setSavepoint();
                    store.append(ORDER, 0, List.of(placed("42")));
                    connection.rollback(before);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("order/42", "savepoint", "Roll the whole transaction back");
        assertThat(shop.feed()).isEmpty();
        assertThat(store.version(order("1"))).isZero();
    }

    @Test
    void an_append_undone_by_an_sql_text_forbids_the_commit_as_well() {
        assertThatThrownBy(() -> shop.transactions.run(() -> {
                    try (Statement statement = shop.transactions.connection().createStatement()) {
                        statement.execute("savepoint before_append");
                        store.append(ORDER, 0, List.of(placed("42")));
                        statement.execute(" ROLLBACK to savepoint before_append");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("order/42", "savepoint", "Roll the whole transaction back");
        assertThat(shop.feed()).isEmpty();
    }

    @Test
    void an_append_undone_by_an_sql_text_behind_a_comment_forbids_the_commit_as_well() {
        for (String comment : List.of("/* as before */ ", "-- as before\n")) {
            assertThatThrownBy(() -> shop.transactions.run(() -> {
                        try (Statement statement =
                                shop.transactions.connection().createStatement()) {
                            statement.execute("savepoint before_append");
                            store.append(ORDER, 0, List.of(placed("42")));
                            statement.execute(comment + "rollback to savepoint before_append");
                        }
                    }))
                    .as(comment)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("order/42", "savepoint", "Roll the whole transaction back");
        }
        assertThat(shop.feed()).isEmpty();
    }

    @Test
    void the_only_append_undone_by_a_savepoint_forbids_the_commit_too() {
        store.append(ORDER, 0, List.of(placed("42")));
        assertThatThrownBy(() -> shop.transactions.run(() -> {
                    Connection connection = shop.transactions.connection();
                    Savepoint before = connection.setSavepoint();
                    store.append(ORDER, 1, List.of(units(1)));
                    connection.rollback(before);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("order/42", "version 2", "savepoint");
        assertThat(shop.feed()).containsExactly(placed("42"));
    }

    @Test
    void an_append_on_top_of_one_undone_by_a_savepoint_is_refused() {
        store.append(ORDER, 0, List.of(placed("42")));
        assertThatThrownBy(() -> shop.transactions.run(() -> {
                    Connection connection = shop.transactions.connection();
                    Savepoint before = connection.setSavepoint();
                    store.append(ORDER, 1, List.of(units(1)));
                    connection.rollback(before);
                    store.append(ORDER, 1, List.of(units(2)));
                }))
                .hasMessageContainingAll("order/42", "savepoint");
        assertThat(shop.feed()).containsExactly(placed("42"));
    }

    @Test
    void writing_in_a_new_transaction_to_a_stream_that_the_outer_one_holds_is_refused_instead_of_waiting_for_ever()
            throws Exception {
        threads.start(() -> {
                    shop.transactions.run(() -> {
                        store.append(ORDER, 0, List.of(placed("42")));
                        List<Runnable> waits = List.of(
                                () -> store.append(ORDER, 1, List.of(units(1))),
                                () -> store.append(Append.to(order("43"), Expected.none(), List.of(placed("43")))
                                        .and(ORDER, Expected.any(), List.of(units(1)))),
                                () -> store.lock(ORDER),
                                () -> store.delete(ORDER));
                        for (Runnable wait : waits) {
                            assertThatThrownBy(() -> shop.transactions.callInNew(() -> {
                                        wait.run();
                                        return true;
                                    }))
                                    .isInstanceOf(IllegalStateException.class)
                                    .hasMessageContainingAll("order/42", "callInNew", "after its commit");
                        }
                        shop.transactions.callInNew(() -> store.append(order("44"), 0, List.of(placed("44"))));
                        store.append(ORDER, 1, List.of(units(2)));
                    });
                    return shop.transactions.call(
                            () -> shop.transactions.callInNew(() -> store.append(ORDER, 2, List.of(units(3)))));
                })
                .get(120, TimeUnit.SECONDS);
        assertThat(shop.events(ORDER)).containsExactly(placed("42"), units(2), units(3));
        assertThat(shop.events(order("43"))).isEmpty();
    }

    @Test
    void what_runs_after_the_end_of_a_transaction_may_write_to_its_streams() {
        shop.transactions.run(() -> {
            shop.transactions.afterCompletion(
                    how -> shop.transactions.callInNew(() -> store.append(ORDER, 1, List.of(units(1)))));
            store.append(ORDER, 0, List.of(placed("42")));
        });
        assertThat(shop.events(ORDER)).containsExactly(placed("42"), units(1));
    }
}
