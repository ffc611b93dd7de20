package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.dddblocks.persistence.Stocks.A4;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.persistence.spi.Jdbc;

class StateConflictTest {

    @OnEachDatabase
    void the_loser_gets_a_typed_conflict_before_its_events_are_handed_on(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        stocks.repository.add(Stock.of("A4", 10));
        Stock late = stocks.repository.get(A4);
        stocks.repository.update(A4, stock -> stock.take(3));
        late.take(1);
        AtomicInteger handedOn = new AtomicInteger();
        stocks.beforeRows = handedOn::incrementAndGet;

        var conflict = catchThrowableOfType(ConflictException.class, () -> stocks.repository.save(late));

        assertThat(conflict.aggregate()).isEqualTo("stock/A4");
        assertThat(conflict.expected()).isEqualTo(1);
        assertThat(conflict.actual()).hasValue(2);
        assertThat(conflict)
                .hasMessageContainingAll("stock/A4", "at version 2", "decided on version 1", "load it again");
        assertThat(handedOn).hasValue(0);
        assertThat(stocks.rows()).containsExactly("A4 7 v2");
    }

    @OnEachDatabase
    void after_a_lost_save_the_callers_transaction_goes_on_and_commits(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        stocks.repository.add(Stock.of("A4", 10));
        Stock late = stocks.repository.get(A4);
        stocks.repository.update(A4, stock -> stock.take(3));
        late.take(1);
        stocks.transactions.run(() -> {
            var conflict = catchThrowableOfType(ConflictException.class, () -> stocks.repository.save(late));
            assertThat(conflict.transactionUsable()).isTrue();
            stocks.repository.add(Stock.of("B5", 1));
        });
        assertThat(stocks.rows()).containsExactly("A4 7 v2", "B5 1 v1");
    }

    @OnEachDatabase
    void a_duplicate_row_of_an_inner_entity_is_no_conflict_and_leaves_no_root_behind(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind, new StockRows() {
            @Override
            public int insert(Connection connection, Stock stock, long version) throws SQLException {
                int rows = super.insert(connection, stock, version);
                super.insert(connection, stock, version); // stands for two equal rows of a table of lines
                return rows;
            }
        });
        assertThatThrownBy(() -> stocks.transactions.run(
                        () -> assertThatThrownBy(() -> stocks.repository.add(Stock.of("A4", 10)))
                                .isInstanceOf(PersistenceException.class)
                                .hasMessageContaining("insert stock/A4")))
                .isInstanceOf(RolledBackException.class);
        assertThat(stocks.rows()).isEmpty();
        assertThat(stocks.messages()).isEmpty();
    }

    @OnEachDatabase
    void after_a_duplicate_key_the_callers_transaction_goes_on_and_commits(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        stocks.repository.add(Stock.of("A4", 10));
        stocks.transactions.run(() -> {
            stocks.repository.add(Stock.of("B5", 1));
            var conflict =
                    catchThrowableOfType(ConflictException.class, () -> stocks.repository.add(Stock.of("A4", 99)));
            assertThat(conflict.transactionUsable()).isTrue();
            assertThat(conflict.actual()).hasValue(1);
            assertThat(conflict.expected()).isZero();
            stocks.repository.update(A4, stock -> stock.take(1));
        });
        assertThat(stocks.rows()).containsExactly("A4 9 v2", "B5 1 v1");
        assertThat(stocks.messages()).hasSize(3);
    }

    @OnEachDatabase
    void another_unique_column_is_no_conflict_of_this_root(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        stocks.transactions.run(() ->
                Jdbc.update(stocks.transactions.connection(), "create unique index units_are_unique on stock (units)"));
        stocks.repository.add(Stock.of("A4", 10));
        assertThatThrownBy(() -> stocks.repository.add(Stock.of("B5", 10)))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContainingAll("insert stock/B5", "23505");
    }

    @OnEachDatabase
    void a_root_that_is_gone_is_a_conflict_without_an_actual_version(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        stocks.repository.add(Stock.of("A4", 10));
        Stock late = stocks.repository.get(A4);
        stocks.transactions.run(() -> Jdbc.update(stocks.transactions.connection(), "delete from stock"));
        late.take(1);
        assertThatThrownBy(() -> stocks.repository.save(late))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("was changed or removed");
    }

    @OnEachDatabase
    void under_stricter_isolation_the_exception_says_that_the_transaction_is_gone(TestDatabase kind)
            throws SQLException {
        Stocks stocks = Stocks.on(kind);
        stocks.repository.add(Stock.of("A4", 10));
        try (Connection callers = stocks.dataSource.getConnection()) {
            callers.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = stocks.transactions.adopt(callers)) {
                Stock stock = stocks.repository.get(A4);
                inAnotherThread(() -> stocks.repository.update(A4, found -> found.take(3)));
                stock.take(1);
                var conflict = catchThrowableOfType(ConflictException.class, () -> stocks.repository.save(stock));
                assertThat(conflict.transactionUsable()).isFalse();
                assertThat(conflict).hasMessageContaining("begin a new one");
                assertThatThrownBy(() -> stocks.repository.find(A4)).hasMessageContaining("Roll it back");
                callers.rollback();
                adopted.rolledBack();
            }
        }
        assertThat(stocks.rows()).containsExactly("A4 7 v2");
    }

    @OnEachDatabase
    void update_decides_again_on_the_newest_state(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        stocks.repository.add(Stock.of("A4", 10));
        AtomicInteger decisions = new AtomicInteger();
        Stock saved = stocks.repository.update(A4, stock -> {
            if (decisions.incrementAndGet() == 1) {
                inAnotherThread(() -> stocks.repository.update(A4, other -> other.take(5)));
            }
            stock.take(2);
        });
        assertThat(decisions).hasValue(2);
        assertThat(saved.units()).isEqualTo(3);
        assertThat(stocks.messages()).hasSize(3);
    }

    @OnEachDatabase
    void update_gives_up_after_the_agreed_number_of_attempts(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        Repository<Stock, Sku> twice = StateRepository.on(stocks.database, Stock.TYPE, new StockRows())
                .attempts(2)
                .build();
        twice.add(Stock.of("A4", 10));
        AtomicInteger decisions = new AtomicInteger();
        assertThatThrownBy(() -> twice.update(A4, stock -> {
                    decisions.incrementAndGet();
                    inAnotherThread(() -> stocks.repository.update(A4, other -> other.take(1)));
                    stock.take(1);
                }))
                .isInstanceOf(ConflictException.class);
        assertThat(decisions).hasValue(2);
    }

    @OnEachDatabase
    void update_tries_again_after_a_lock_timeout_but_never_after_an_unknown_commit(TestDatabase kind) {
        AtomicInteger updates = new AtomicInteger();
        Stocks stocks = Stocks.on(kind, new StockRows() {
            @Override
            public int update(Connection connection, Stock stock, long expected, long version) throws SQLException {
                if (updates.incrementAndGet() == 1) {
                    throw new SQLException("Timeout trying to lock table", "HYT00");
                }
                return super.update(connection, stock, expected, version);
            }
        });
        stocks.repository.add(Stock.of("A4", 10));
        stocks.repository.update(A4, stock -> stock.take(1));
        assertThat(updates).hasValue(2);

        assertThatThrownBy(() -> stocks.repository.update(A4, stock -> {
                    stock.take(1);
                    stocks.transactions.beforeCommit(
                            () -> stocks.dataSource.breakAfter("commit", new SQLException("reset", "08006")));
                }))
                .isInstanceOf(CommitOutcomeUnknownException.class)
                .matches(e -> !((PersistenceException) e).retryable());
        assertThat(stocks.rows()).containsExactly("A4 8 v3");
    }

    @OnEachDatabase
    void of_two_writers_on_the_same_version_exactly_one_wins(TestDatabase kind) throws Exception {
        Stocks stocks = Stocks.on(kind);
        stocks.repository.add(Stock.of("A4", 1_000));
        CyclicBarrier barrier = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 50; round++) {
                Callable<Boolean> writer = () -> {
                    Stock mine = stocks.repository.get(A4);
                    mine.take(1);
                    barrier.await(120, TimeUnit.SECONDS);
                    try {
                        stocks.repository.save(mine);
                        return true;
                    } catch (ConflictException e) {
                        return false;
                    }
                };
                int wins = 0;
                for (Future<Boolean> won : threads.invokeAll(List.of(writer, writer), 120, TimeUnit.SECONDS)) {
                    wins += won.get() ? 1 : 0;
                }
                assertThat(wins).isOne();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(stocks.rows()).containsExactly("A4 950 v51");
        assertThat(stocks.messages()).hasSize(51);
    }

    @OnEachDatabase
    void two_writers_who_add_the_same_root_leave_one_winner_and_one_conflict(TestDatabase kind) throws Exception {
        Stocks stocks = Stocks.on(kind);
        CyclicBarrier barrier = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 20; round++) {
                String sku = "S" + round;
                Callable<Boolean> writer = () -> {
                    barrier.await(120, TimeUnit.SECONDS);
                    try {
                        stocks.repository.add(Stock.of(sku, 1));
                        return true;
                    } catch (ConflictException e) {
                        return false;
                    }
                };
                assertThat(threads.invokeAll(List.of(writer, writer), 120, TimeUnit.SECONDS))
                        .extracting(Future::get)
                        .containsExactlyInAnyOrder(true, false);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(stocks.rows()).hasSize(20);
    }

    private static void inAnotherThread(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        try {
            thread.join(120_000);
            assertThat(thread.isAlive()).as("still at it").isFalse();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
