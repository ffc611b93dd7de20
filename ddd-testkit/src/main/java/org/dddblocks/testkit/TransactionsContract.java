package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.RolledBackException;
import org.dddblocks.persistence.TransactionOutcome;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.testkit.WatchedDataSource.Moment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What {@link Transactions} promise: all or nothing, hooks on the right side of the commit, and a caller's connection
 * left alone.
 *
 * <pre>{@code
 * class H2TransactionsContractTest extends TransactionsContract implements OnH2 {}
 * }</pre>
 */
public abstract class TransactionsContract implements EmptyDatabase {
    private final List<String> told = new ArrayList<>();
    private WatchedDataSource watched;
    private Transactions transactions;

    /** For subclasses. */
    protected TransactionsContract() {}

    /**
     * Opens the transactions under test.
     *
     * @param database on the empty database
     * @return by default those of the database
     */
    protected Transactions open(Database database) {
        return database.transactions();
    }

    @BeforeEach
    final void begin() throws SQLException {
        watched = WatchedDataSource.over(emptyDatabase());
        transactions = open(Database.over(watched));
        try (Connection connection = watched.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table note (text varchar(100) not null)");
        }
        watched.forget();
    }

    private void note(String text) throws SQLException {
        try (PreparedStatement insert =
                transactions.connection().prepareStatement("insert into note (text) values (?)")) {
            insert.setString(1, text);
            insert.executeUpdate();
        }
    }

    private List<String> notes() throws SQLException {
        try (Connection connection = watched.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select text from note")) {
            List<String> notes = new ArrayList<>();
            while (rows.next()) {
                notes.add(rows.getString(1));
            }
            return notes;
        }
    }

    @Test
    void work_that_returns_is_committed_and_its_connection_given_back() throws SQLException {
        int result = transactions.<Integer, SQLException>call(() -> {
            assertThat(transactions.active()).isTrue();
            note("a");
            return 7;
        });

        assertThat(result).isEqualTo(7);
        assertThat(transactions.active()).isFalse();
        assertThat(watched.openConnections()).isZero();
        assertThat(notes()).containsExactly("a");
    }

    @Test
    void work_that_throws_is_rolled_back_and_throws_the_same() throws SQLException {
        SQLException cause = new SQLException("no");
        assertThatThrownBy(() -> transactions.run(() -> {
                    note("a");
                    throw cause;
                }))
                .isSameAs(cause);

        assertThat(watched.openConnections()).isZero();
        assertThat(notes()).isEmpty();
    }

    @Test
    void an_error_rolls_back_as_well() throws SQLException {
        assertThatThrownBy(() -> transactions.run(() -> {
                    note("a");
                    throw new AssertionError("broken");
                }))
                .isInstanceOf(AssertionError.class);
        assertThat(notes()).isEmpty();
    }

    @Test
    void joined_work_commits_with_the_outer_work_on_one_connection() throws SQLException {
        transactions.run(() -> {
            note("outer");
            transactions.run(() -> note("inner"));
            assertThat(watched.openConnections()).isEqualTo(1);
        });

        assertThat(watched.calls()).containsOnlyOnce("connect").containsOnlyOnce("commit");
        assertThat(notes()).containsExactly("outer", "inner");
    }

    @Test
    void joined_work_that_failed_forbids_the_commit_though_somebody_caught_it() throws SQLException {
        assertThatThrownBy(() -> transactions.run(() -> {
                    note("outer");
                    assertThatThrownBy(() -> transactions.run(() -> {
                                note("half");
                                throw new IllegalStateException("inner");
                            }))
                            .hasMessage("inner");
                }))
                .isInstanceOf(RolledBackException.class)
                .hasRootCauseMessage("inner");
        assertThat(notes()).isEmpty();
    }

    @Test
    void work_in_a_new_transaction_stays_when_the_outer_one_fails() throws SQLException {
        assertThatThrownBy(() -> transactions.run(() -> {
                    note("outer");
                    transactions.<Boolean, SQLException>callInNew(() -> {
                        note("own");
                        return true;
                    });
                    throw new IllegalStateException("outer");
                }))
                .hasMessage("outer");
        assertThat(notes()).containsExactly("own");
    }

    @Test
    void what_is_registered_runs_on_its_side_of_the_commit() throws SQLException {
        transactions.run(() -> {
            transactions.afterCommit(() -> told.add("after commit, active " + transactions.active()));
            transactions.afterCompletion(outcome -> told.add("completed " + outcome));
            transactions.beforeCommit(() -> {
                note("before commit");
                told.add("before commit");
                transactions.beforeCommit(() -> told.add("registered late"));
            });
            told.add("work");
        });

        assertThat(told)
                .containsExactly(
                        "work",
                        "before commit",
                        "registered late",
                        "completed " + TransactionOutcome.COMMITTED,
                        "after commit, active false");
        assertThat(notes()).containsExactly("before commit");
    }

    @Test
    void after_a_rollback_only_the_completion_is_told() throws SQLException {
        assertThatThrownBy(() -> transactions.run(() -> {
                    note("a");
                    transactions.afterCommit(() -> told.add("never"));
                    transactions.afterCompletion(outcome -> told.add("completed " + outcome));
                    transactions.beforeCommit(() -> {
                        throw new IllegalStateException("before commit");
                    });
                }))
                .hasMessageContaining("before commit");

        assertThat(told).containsExactly("completed " + TransactionOutcome.ROLLED_BACK);
        assertThat(notes()).isEmpty();
    }

    @Test
    void a_failure_after_the_commit_undoes_nothing() throws SQLException {
        transactions.run(() -> {
            note("a");
            transactions.afterCommit(() -> {
                throw new IllegalStateException("too late");
            });
            transactions.afterCommit(() -> told.add("next"));
        });
        assertThat(notes()).containsExactly("a");
        assertThat(told).containsExactly("next");
    }

    @Test
    void a_commit_whose_answer_is_lost_has_an_unknown_outcome() throws SQLException {
        transactions.run(() -> note("counts"));
        int calls = watched.calls().size();
        watched.breakAt(calls, Moment.AFTER);
        assertThat(watched.calls()).endsWith("commit");

        assertThatThrownBy(() -> transactions.run(() -> {
                    note("a");
                    transactions.afterCommit(() -> told.add("never"));
                    transactions.afterCompletion(outcome -> told.add("completed " + outcome));
                }))
                .isNotNull();
        watched.mend();

        assertThat(told).containsExactly("completed " + TransactionOutcome.UNKNOWN);
        assertThat(notes()).contains("a");
        assertThat(watched.openConnections()).isZero();
    }

    @Test
    void the_connection_refuses_what_would_end_the_transaction_and_other_threads() {
        transactions.run(() -> {
            Connection connection = transactions.connection();
            assertThatThrownBy(connection::commit).isNotNull();
            assertThatThrownBy(connection::rollback).isNotNull();
            assertThatThrownBy(() -> connection.setAutoCommit(true)).isNotNull();
            Callable<Boolean> stranger = () -> connection.createStatement().execute("select 1");
            assertThat(Race.run(List.of(stranger)).get(0).failure()).isNotNull();
        });
    }

    @Test
    void outside_a_transaction_nothing_can_be_registered_and_there_is_no_connection() {
        assertThatThrownBy(() -> transactions.connection()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> transactions.beforeCommit(() -> {})).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> transactions.afterCommit(() -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_callers_connection_is_joined_and_left_to_the_caller() throws SQLException {
        try (Connection callers = watched.getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = transactions.adopt(callers)) {
                transactions.run(() -> note("a"));
                transactions.afterCommit(() -> told.add("committed"));
                assertThat(transactions.adopted()).isTrue();
                assertThatThrownBy(() -> transactions.beforeCommit(() -> {})).isInstanceOf(IllegalStateException.class);
                assertThat(notes()).isEmpty();
                callers.commit();
                adopted.committed();
            }
            assertThat(callers.isClosed()).isFalse();
            assertThat(callers.getAutoCommit()).isFalse();
        }
        assertThat(told).containsExactly("committed");
        assertThat(notes()).containsExactly("a");
        assertThat(transactions.active()).isFalse();
    }

    @Test
    void of_a_callers_connection_whose_end_nobody_told_nothing_is_claimed() throws SQLException {
        try (Connection callers = watched.getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = transactions.adopt(callers)) {
                assertThat(adopted).isNotNull();
                transactions.afterCommit(() -> told.add("never"));
                transactions.afterCompletion(outcome -> told.add("completed " + outcome));
            }
            callers.rollback();
        }
        assertThat(told).containsExactly("completed " + TransactionOutcome.UNKNOWN);
    }

    @Test
    void a_callers_connection_that_is_not_in_a_transaction_is_refused() throws SQLException {
        try (Connection callers = watched.getConnection()) {
            assertThatThrownBy(() -> transactions.adopt(callers))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("auto-commit");
        }
    }
}
