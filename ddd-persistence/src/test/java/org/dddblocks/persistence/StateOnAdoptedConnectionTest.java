package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.dddblocks.persistence.Stocks.A4;

import java.sql.Connection;
import java.sql.SQLException;
import org.dddblocks.core.Changes;

class StateOnAdoptedConnectionTest {

    @OnEachDatabase
    void a_root_is_up_to_date_after_the_caller_said_committed(TestDatabase kind) throws SQLException {
        Stocks stocks = Stocks.on(kind);
        Stock stock = Stock.of("A4", 10);
        try (Connection callers = callers(stocks);
                AdoptedTransaction adopted = stocks.transactions.adopt(callers)) {
            stocks.repository.add(stock);
            callers.commit();
            assertThat(Changes.version(stock)).isZero();
            adopted.committed();
        }
        assertThat(Changes.version(stock)).isOne();
        stock.take(1);
        stocks.repository.save(stock);
        assertThat(stocks.messages()).hasSize(2);
    }

    @OnEachDatabase
    void a_root_can_be_saved_again_after_the_caller_said_rolled_back(TestDatabase kind) throws SQLException {
        Stocks stocks = Stocks.on(kind);
        Stock stock = Stock.of("A4", 10);
        try (Connection callers = callers(stocks);
                AdoptedTransaction adopted = stocks.transactions.adopt(callers)) {
            stocks.repository.add(stock);
            callers.rollback();
            adopted.rolledBack();
        }
        stocks.repository.add(stock);
        assertThat(stocks.messages()).containsExactly("1 inventory.UnitsAdded");
    }

    @OnEachDatabase
    void a_root_of_which_nothing_was_said_is_spent_and_the_refusal_says_what_to_do(TestDatabase kind)
            throws SQLException {
        Stocks stocks = Stocks.on(kind);
        Stock stock = Stock.of("A4", 10);
        try (Connection callers = callers(stocks)) {
            try (AdoptedTransaction adopted = stocks.transactions.adopt(callers)) {
                assertThat(adopted).isNotNull();
                stocks.repository.add(stock);
                stock.take(1);
                stocks.repository.save(stock);
            }
            callers.commit();
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> stocks.repository.save(stock))
                .withMessageContaining("is spent")
                .withMessageContaining("Load it again")
                .withMessageContaining("committed() or rolledBack()");
        assertThat(stocks.rows()).containsExactly("A4 9 v2");
        stocks.repository.update(A4, found -> found.take(1));
        assertThat(stocks.rows()).containsExactly("A4 8 v3");
    }

    @OnEachDatabase
    void a_failed_save_leaves_nothing_of_itself_even_if_the_caller_commits(TestDatabase kind) throws SQLException {
        Stocks stocks = Stocks.on(kind);
        stocks.repository.add(Stock.of("A4", 10));
        stocks.beforeRows = () -> {
            throw new IllegalStateException("translator is broken");
        };
        try (Connection callers = callers(stocks);
                AdoptedTransaction adopted = stocks.transactions.adopt(callers)) {
            assertThat(adopted).isNotNull();
            Stock stock = stocks.repository.get(A4);
            stock.take(1);
            assertThatIllegalStateException().isThrownBy(() -> stocks.repository.save(stock));
            callers.commit();
        }
        assertThat(stocks.rows()).containsExactly("A4 10 v1");
        assertThat(stocks.messages()).hasSize(1);
    }

    @OnEachDatabase
    void conflicts_leave_the_callers_transaction_usable(TestDatabase kind) throws SQLException {
        Stocks stocks = Stocks.on(kind);
        stocks.repository.add(Stock.of("A4", 10));
        Stock late = stocks.repository.get(A4);
        stocks.repository.update(A4, stock -> stock.take(3));
        late.take(1);
        try (Connection callers = callers(stocks);
                AdoptedTransaction adopted = stocks.transactions.adopt(callers)) {
            var lost = catchThrowableOfType(ConflictException.class, () -> stocks.repository.save(late));
            assertThat(lost.transactionUsable()).isTrue();
            var duplicate =
                    catchThrowableOfType(ConflictException.class, () -> stocks.repository.add(Stock.of("A4", 1)));
            assertThat(duplicate.actual()).hasValue(2);
            stocks.repository.add(Stock.of("B5", 1));
            callers.commit();
            adopted.committed();
        }
        assertThat(stocks.rows()).containsExactly("A4 7 v2", "B5 1 v1");
    }

    private static Connection callers(Stocks stocks) throws SQLException {
        Connection callers = stocks.dataSource.getConnection();
        callers.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED); // not the default everywhere
        callers.setAutoCommit(false);
        return callers;
    }
}
