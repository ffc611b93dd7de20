package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.persistence.TransactionOutcome.ROLLED_BACK;
import static org.dddblocks.persistence.TransactionOutcome.UNKNOWN;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

class BorrowedConnectionTest {
    private static final SQLException BROKEN = new SQLException("connection reset", "08006");

    @OnEachDatabase
    void a_connection_goes_back_with_the_settings_it_came_with(TestDatabase kind) throws SQLException {
        for (boolean autoCommit : List.of(true, false)) {
            for (int isolation : List.of(Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_SERIALIZABLE)) {
                Notes notes = Notes.on(kind);
                List<String> back = new ArrayList<>();
                notes.dataSource.setUp = connection -> {
                    connection.setTransactionIsolation(isolation);
                    connection.setAutoCommit(autoCommit);
                };
                notes.dataSource.atReturn =
                        connection -> back.add(connection.getAutoCommit() + " " + connection.getTransactionIsolation());
                notes.transactions.run(() -> {
                    notes.write("a");
                    assertThat(notes.transactions.connection().getTransactionIsolation())
                            .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                });
                assertThatThrownBy(() -> notes.transactions.run(() -> {
                            throw new IllegalStateException("x");
                        }))
                        .hasMessage("x");
                assertThat(back).containsExactly(autoCommit + " " + isolation, autoCommit + " " + isolation);
            }
        }
    }

    @OnEachDatabase
    void a_connection_is_asked_for_its_isolation_once_since_that_is_a_round_trip(TestDatabase kind)
            throws SQLException {
        Notes notes = Notes.on(kind);
        try (Connection only = notes.dataSource.getConnection()) {
            WatchedDataSource pool = new WatchedDataSource(poolOf(only), 1);
            Transactions transactions = Database.over(pool).transactions();
            for (String text : List.of("a", "b", "c")) {
                transactions.run(() -> Notes.write(transactions.connection(), text));
            }
            assertThat(pool.calls).filteredOn("getTransactionIsolation"::equals).hasSize(1);
            assertThat(pool.calls).filteredOn("commit"::equals).hasSize(3);
        }
    }

    @OnEachDatabase
    void what_an_earlier_borrower_left_open_is_not_committed(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        notes.dataSource.setUp = connection -> {
            connection.setAutoCommit(false);
            Notes.write(connection, "foreign");
        };
        notes.transactions.run(() -> {});
        notes.dataSource.setUp = connection -> {};
        assertThat(notes.stored()).isEmpty();
    }

    @OnEachDatabase
    void a_commit_that_breaks_is_reported_as_unknown_whether_or_not_it_happened(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        List<Object> ran = new ArrayList<>();
        for (String text : List.of("done", "not done")) {
            if (text.equals("done")) {
                notes.dataSource.breakAfter("commit", BROKEN);
            } else {
                notes.dataSource.breakBefore("commit", BROKEN);
            }
            assertThatThrownBy(() -> notes.transactions.run(() -> {
                        notes.write(text);
                        notes.transactions.afterCommit(() -> ran.add("afterCommit"));
                        notes.transactions.afterCompletion(ran::add);
                    }))
                    .isInstanceOf(CommitOutcomeUnknownException.class)
                    .hasMessageContainingAll("nobody knows", "08006", "Load");
        }
        assertThat(ran).containsExactly(UNKNOWN, UNKNOWN);
        assertThat(notes.stored()).containsExactly("done");
        assertThat(notes.dataSource.lent()).isZero();
    }

    @OnEachDatabase
    void an_error_out_of_the_driver_keeps_neither_the_connection_nor_the_turn_of_others(TestDatabase kind)
            throws SQLException {
        Notes notes = Notes.on(kind);
        List<Object> ran = new ArrayList<>();
        for (String method : List.of("commit", "rollback")) {
            notes.dataSource.during(method, connection -> {
                throw new StackOverflowError(method);
            });
            assertThatThrownBy(() -> notes.transactions.run(() -> {
                        notes.write("lost");
                        notes.transactions.afterCompletion(ran::add);
                        if (method.equals("rollback")) {
                            throw new IllegalStateException("why");
                        }
                    }))
                    .isInstanceOf(method.equals("commit") ? StackOverflowError.class : IllegalStateException.class);
            assertThat(notes.dataSource.lent()).as("after " + method).isZero();
        }
        assertThat(ran).containsExactly(UNKNOWN, ROLLED_BACK);
        notes.transactions.run(() -> notes.write("next"));
        assertThat(notes.stored()).containsExactly("next");
    }

    @OnEachDatabase
    void a_commit_that_the_database_refuses_is_reported_as_rolled_back(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        List<Object> ran = new ArrayList<>();
        notes.dataSource.breakBefore("commit", new SQLException("could not serialize access", "40001"));
        assertThatThrownBy(() -> notes.transactions.run(() -> {
                    notes.write("lost");
                    notes.transactions.afterCompletion(ran::add);
                }))
                .isInstanceOf(PersistenceException.class)
                .isNotInstanceOf(CommitOutcomeUnknownException.class)
                .hasMessageContaining("everything was rolled back")
                .matches(e -> ((PersistenceException) e).retryable());
        assertThat(ran).containsExactly(ROLLED_BACK);
        assertThat(notes.stored()).isEmpty();
    }

    @OnEachDatabase
    void a_rollback_that_fails_never_turns_into_a_commit_by_switching_auto_commit_on(TestDatabase kind)
            throws SQLException {
        Notes notes = Notes.on(kind);
        notes.dataSource.breakBefore("rollback", BROKEN);
        assertThatThrownBy(() -> notes.transactions.run(() -> {
                    notes.write("lost");
                    throw new IllegalStateException("why");
                }))
                .hasMessage("why")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(notes.dataSource.calls)
                .contains("close")
                .doesNotContainSubsequence("rollback", "setAutoCommit(true)");
        assertThat(notes.stored()).isEmpty();
        assertThat(notes.dataSource.lent()).isZero();
    }

    @OnEachDatabase
    void a_connection_that_cannot_be_set_up_is_closed_and_the_failure_says_what_was_attempted(TestDatabase kind)
            throws SQLException {
        Notes notes = Notes.on(kind);
        notes.dataSource.breakBefore("setAutoCommit", BROKEN);
        assertThatThrownBy(() -> notes.transactions.run(() -> {}))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContaining("begin a transaction");
        notes.dataSource.breakBefore("getConnection", BROKEN);
        assertThatThrownBy(() -> notes.transactions.run(() -> {})).hasMessageContaining("take a connection");
        assertThat(notes.dataSource.lent()).isZero();
        assertThat(notes.transactions.active()).isFalse();
    }

    @OnEachDatabase
    void a_connection_that_cannot_be_given_back_clean_does_not_undo_the_commit(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        List<String> ran = new ArrayList<>();
        notes.transactions.run(() -> {
            notes.write("kept");
            notes.transactions.afterCommit(() -> ran.add("afterCommit"));
            notes.dataSource.breakBefore("setAutoCommit", BROKEN);
        });
        assertThat(ran).containsExactly("afterCommit");
        assertThat(notes.stored()).containsExactly("kept");
        assertThat(notes.dataSource.calls).contains("close");
    }

    @OnEachDatabase
    void a_physical_connection_closed_under_the_transaction_commits_nothing(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        List<Connection> physical = new ArrayList<>();
        notes.dataSource.setUp = physical::add;
        assertThatThrownBy(() -> notes.transactions.run(() -> {
                    notes.write("lost");
                    physical.get(0).close();
                }))
                .isInstanceOf(PersistenceException.class);
        assertThat(notes.stored()).isEmpty();
        assertThat(notes.transactions.active()).isFalse();
    }

    private static DataSource poolOf(Connection only) {
        ClassLoader loader = BorrowedConnectionTest.class.getClassLoader();
        Object lent = Proxy.newProxyInstance(
                loader,
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> method.getName().equals("close") ? null : method.invoke(only, arguments));
        return (DataSource)
                Proxy.newProxyInstance(loader, new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> lent);
    }
}
