package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.persistence.TransactionOutcome.COMMITTED;
import static org.dddblocks.persistence.TransactionOutcome.ROLLED_BACK;
import static org.dddblocks.persistence.TransactionOutcome.UNKNOWN;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

class AdoptedTransactionTest {

    @OnEachDatabase
    void the_caller_commits_and_then_says_so(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        List<Object> ran = new ArrayList<>();
        try (Connection callers = callers(notes)) {
            try (AdoptedTransaction adopted = notes.transactions.adopt(callers)) {
                assertThat(notes.transactions.adopted()).isTrue();
                notes.transactions.run(() -> notes.write("a"));
                notes.transactions.afterCompletion(ran::add);
                notes.transactions.afterCommit(() -> ran.add(notes.stored()));
                callers.commit();
                assertThat(ran).isEmpty();
                adopted.committed();
                assertThat(notes.transactions.active()).isFalse();
            }
        }
        assertThat(ran).containsExactly(COMMITTED, List.of("a"));
    }

    @OnEachDatabase
    void the_callers_connection_is_never_committed_closed_or_reconfigured(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        try (Connection callers = callers(notes)) {
            callers.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            notes.dataSource.calls.clear();
            try (AdoptedTransaction adopted = notes.transactions.adopt(callers)) {
                notes.transactions.run(() -> notes.write("a"));
                assertThatThrownBy(() -> notes.transactions.connection().commit())
                        .isInstanceOf(IllegalStateException.class);
                adopted.rolledBack();
            }
            assertThat(notes.dataSource.calls)
                    .noneMatch(call -> call.matches("(commit|rollback|close|abort|set(Auto|Trans|Read|Schema)).*"));
            assertThat(callers.isClosed()).isFalse();
            callers.rollback();
        }
        assertThat(notes.stored()).isEmpty();
    }

    @OnEachDatabase
    void without_a_word_the_end_is_unknown_and_nothing_runs_after_the_commit(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        List<Object> ran = new ArrayList<>();
        try (Connection callers = callers(notes)) {
            try (AdoptedTransaction adopted = notes.transactions.adopt(callers)) {
                assertThat(adopted).isNotNull();
                notes.transactions.afterCompletion(ran::add);
                notes.transactions.afterCommit(() -> ran.add("afterCommit"));
                callers.commit();
            }
            assertThat(notes.transactions.active()).isFalse();
        }
        assertThat(ran).containsExactly(UNKNOWN);
    }

    @OnEachDatabase
    void the_end_can_be_told_once_and_before_the_handle_is_closed(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        List<Object> ran = new ArrayList<>();
        try (Connection callers = callers(notes)) {
            AdoptedTransaction adopted = notes.transactions.adopt(callers);
            notes.transactions.afterCompletion(ran::add);
            adopted.rolledBack();
            assertThatIllegalStateException()
                    .isThrownBy(adopted::committed)
                    .withMessageContaining("settled as ROLLED_BACK");
            adopted.close();
            AdoptedTransaction closed = notes.transactions.adopt(callers);
            closed.close();
            closed.close();
            assertThatIllegalStateException().isThrownBy(closed::committed).withMessageContaining("UNKNOWN");
            callers.rollback();
        }
        assertThat(ran).containsExactly(ROLLED_BACK);
    }

    @OnEachDatabase
    void an_auto_commit_connection_a_closed_one_and_a_second_one_are_refused(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        Connection callers = notes.dataSource.getConnection();
        assertThatThrownBy(() -> notes.transactions.adopt(callers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("auto-commit", "setAutoCommit(false)", "transactions.run");
        callers.setAutoCommit(false);
        try (AdoptedTransaction adopted = notes.transactions.adopt(callers)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> notes.transactions.adopt(callers))
                    .withMessageContaining("already is in a transaction");
            adopted.rolledBack();
        }
        callers.close();
        assertThatThrownBy(() -> notes.transactions.adopt(callers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("closed");
        assertThat(notes.transactions.active()).isFalse();
    }

    @OnEachDatabase
    void there_is_no_before_commit_because_only_the_caller_commits(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        try (Connection callers = callers(notes);
                AdoptedTransaction adopted = notes.transactions.adopt(callers)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> notes.transactions.beforeCommit(() -> {}))
                    .withMessageContaining("only its caller");
            adopted.rolledBack();
        }
    }

    @OnEachDatabase
    void after_joined_work_failed_half_way_it_refuses_further_work_and_a_claimed_commit(TestDatabase kind)
            throws SQLException {
        Notes notes = Notes.on(kind);
        List<Object> ran = new ArrayList<>();
        try (Connection callers = callers(notes);
                AdoptedTransaction adopted = notes.transactions.adopt(callers)) {
            notes.transactions.afterCompletion(ran::add);
            notes.transactions.afterCommit(() -> ran.add("afterCommit"));
            assertThatThrownBy(() -> notes.transactions.run(() -> {
                        notes.write("half");
                        throw new IllegalStateException("half done");
                    }))
                    .hasMessage("half done");
            assertThatIllegalStateException()
                    .isThrownBy(() -> notes.transactions.run(() -> notes.write("more")))
                    .withMessageContaining("Roll it back");
            assertThatIllegalStateException().isThrownBy(notes.transactions::connection);
            assertThatIllegalStateException().isThrownBy(adopted::committed).withMessageContaining("failed half-way");
            callers.rollback();
        }
        assertThat(ran).containsExactly(UNKNOWN);
    }

    @OnEachDatabase
    void a_handle_left_open_after_its_connection_was_closed_is_named(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        Connection callers = callers(notes);
        AdoptedTransaction leaked = notes.transactions.adopt(callers);
        callers.rollback();
        callers.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> notes.transactions.run(() -> {}))
                .withMessageContaining("its handle is still open");
        leaked.close();
        notes.transactions.run(() -> notes.write("a"));
        assertThat(notes.stored()).containsExactly("a");
    }

    @OnEachDatabase
    void a_new_transaction_inside_takes_a_connection_of_ours(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        try (Connection callers = callers(notes);
                AdoptedTransaction adopted = notes.transactions.adopt(callers)) {
            notes.transactions.callInNew(() -> {
                notes.write("new");
                assertThatIllegalStateException().isThrownBy(adopted::committed).withMessageContaining("callInNew");
                return true;
            });
            notes.write("callers");
            callers.rollback();
            adopted.rolledBack();
        }
        assertThat(notes.stored()).containsExactly("new");
    }

    private static Connection callers(Notes notes) throws SQLException {
        Connection callers = notes.dataSource.getConnection();
        callers.setAutoCommit(false);
        return callers;
    }
}
