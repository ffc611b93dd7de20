package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.persistence.spi.LastStatement;
import org.junit.jupiter.api.Test;

class LastStatementTest {
    private static final String INSERT = "insert into note values (?)";

    @Test
    void it_goes_with_the_commit_in_one_round_trip_where_the_database_can() {
        Notes notes = Notes.on(TestDatabase.POSTGRESQL);
        notes.transactions.run(() -> {
            notes.write("a");
            last(notes, "b");
        });
        assertThat(notes.stored()).containsExactly("a", "b");
        assertThat(notes.dataSource.calls)
                .containsOnlyOnce("prepareStatement(" + INSERT + "; commit)")
                .doesNotContain("commit");
    }

    @OnEachDatabase
    void whatever_is_executed_after_it_comes_after_it(TestDatabase kind) {
        Notes notes = Notes.on(kind);
        List<Long> counts = new ArrayList<>();
        notes.transactions.run(() -> {
            last(notes, "a");
            counts.add(count(notes));
            last(notes, "b");
            last(notes, "c");
            counts.add(count(notes));
            last(notes, "d");
        });
        assertThat(counts).containsExactly(1L, 3L);
        assertThat(notes.stored()).containsExactly("a", "b", "c", "d");
    }

    @OnEachDatabase
    void a_statement_prepared_before_it_and_executed_after_it_sees_it(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        long seen = notes.transactions.<Long, SQLException>call(() -> {
            try (Statement early = notes.transactions.connection().createStatement()) {
                last(notes, "a");
                try (var row = early.executeQuery("select count(*) from note")) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
        assertThat(seen).isEqualTo(1);
    }

    @OnEachDatabase
    void savepoints_keep_their_place(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        notes.transactions.<SQLException>run(() -> {
            Connection connection = notes.transactions.connection();
            last(notes, "kept");
            Savepoint savepoint = connection.setSavepoint();
            last(notes, "gone");
            connection.rollback(savepoint);
            Savepoint second = connection.setSavepoint();
            last(notes, "released");
            connection.releaseSavepoint(second);
        });
        assertThat(notes.stored()).containsExactly("kept", "released");
    }

    @OnEachDatabase
    void a_rollback_leaves_nothing_of_it(TestDatabase kind) {
        Notes notes = Notes.onPoolOfOne(kind);
        assertThatThrownBy(() -> notes.transactions.run(() -> {
                    last(notes, "a");
                    throw new IllegalStateException("x");
                }))
                .hasMessage("x");
        notes.transactions.run(() -> last(notes, "b"));
        assertThat(notes.stored()).containsExactly("b");
    }

    @OnEachDatabase
    void what_an_action_before_the_commit_gives_goes_with_the_commit(TestDatabase kind) {
        Notes notes = Notes.on(kind);
        notes.transactions.run(() -> {
            last(notes, "a");
            notes.transactions.beforeCommit(() -> last(notes, "b"));
        });
        assertThat(notes.stored()).containsExactly("a", "b");
    }

    @OnEachDatabase
    void if_it_fails_everything_is_rolled_back_and_that_is_known(TestDatabase kind) {
        Notes notes = Notes.onPoolOfOne(kind);
        notes.transactions.run(() -> notes.write("taken"));
        for (String refused : List.of("taken", "longer than twenty characters")) {
            List<TransactionOutcome> outcomes = new ArrayList<>();
            assertThatThrownBy(() -> notes.transactions.run(() -> {
                        notes.transactions.afterCompletion(outcomes::add);
                        notes.write("a");
                        last(notes, refused);
                    }))
                    .isInstanceOf(PersistenceException.class)
                    .isNotInstanceOf(CommitOutcomeUnknownException.class);
            assertThat(outcomes).containsExactly(TransactionOutcome.ROLLED_BACK);
        }
        assertThat(notes.stored()).containsExactly("taken");
    }

    @Test
    void if_the_connection_breaks_on_the_way_the_outcome_is_unknown() {
        Notes notes = Notes.on(TestDatabase.POSTGRESQL);
        notes.dataSource.during("prepareStatement", LastStatementTest::endSession);
        assertThatThrownBy(() -> notes.transactions.run(() -> last(notes, "a")))
                .isInstanceOf(CommitOutcomeUnknownException.class);
        notes.transactions.run(() -> last(notes, "b"));
        assertThat(notes.stored()).containsExactly("b");
    }

    @OnEachDatabase
    void in_an_adopted_transaction_it_runs_at_once(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        try (Connection callers = notes.dataSource.getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = notes.transactions.adopt(callers)) {
                last(notes, "a");
                assertThat(Jdbc.query(callers, row -> row.getString(1), "select text from note"))
                        .containsExactly("a");
                callers.commit();
                adopted.committed();
            }
        }
        assertThat(notes.stored()).containsExactly("a");
    }

    private static void last(Notes notes, String text) {
        LastStatement.update(notes.transactions, INSERT, text);
    }

    private static long count(Notes notes) {
        return Jdbc.query(notes.transactions.connection(), row -> row.getLong(1), "select count(*) from note")
                .get(0);
    }

    /** As when the server is stopped: the session ends while the client is about to speak. */
    private static void endSession(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pg_backend_pid())");
        } catch (SQLException expected) {
            assertThat(expected.getSQLState()).startsWith("57P");
        }
    }
}
