package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

class GuardedConnectionTest {

    @OnEachDatabase
    void nobody_inside_can_end_the_transaction_or_reconfigure_its_connection(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        assertThatThrownBy(() -> notes.transactions.run(() -> {
                    Connection connection = notes.transactions.connection();
                    notes.write("lost");
                    refused(connection::commit, "commit", "return to commit, throw to roll back");
                    refused(connection::rollback, "rollback", "throw to roll back");
                    refused(connection::close, "close");
                    refused(() -> connection.setAutoCommit(true), "setAutoCommit");
                    refused(() -> connection.abort(Runnable::run), "abort");
                    refused(() -> connection.setReadOnly(true), "setReadOnly", "DataSource");
                    refused(() -> connection.setTransactionIsolation(8), "setTransactionIsolation");
                    refused(() -> connection.setSchema("other"), "setSchema");
                    throw new IllegalStateException("roll back");
                }))
                .hasMessage("roll back");
        assertThat(notes.stored()).isEmpty();
    }

    @OnEachDatabase
    void a_statement_leads_back_to_the_guarded_connection_only(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        notes.transactions.run(() -> {
            Connection connection = notes.transactions.connection();
            try (var statement = connection.createStatement();
                    var prepared = connection.prepareStatement("select 1")) {
                assertThat(statement.getConnection()).isSameAs(connection);
                assertThat(prepared.getConnection()).isSameAs(connection);
                assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            }
        });
    }

    @OnEachDatabase
    void savepoints_are_allowed(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        notes.transactions.run(() -> {
            Connection connection = notes.transactions.connection();
            notes.write("before");
            Savepoint savepoint = connection.setSavepoint();
            notes.write("undone");
            connection.rollback(savepoint);
        });
        assertThat(notes.stored()).containsExactly("before");
    }

    @OnEachDatabase
    void another_thread_is_refused_with_both_names(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        notes.transactions.run(() -> {
            Connection connection = notes.transactions.connection();
            PreparedStatement statement = connection.prepareStatement("insert into note values ('other')");
            for (ThrowingCallable use :
                    List.<ThrowingCallable>of(connection::createStatement, statement::executeUpdate)) {
                assertThatThrownBy(() -> onAnotherThread(use))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContainingAll(Thread.currentThread().getName(), "belongs to the thread");
            }
            assertThatThrownBy(() -> onAnotherThread(notes.transactions::connection))
                    .hasMessageContaining("does not follow work to another thread");
        });
        assertThat(notes.stored()).isEmpty();
    }

    @OnEachDatabase
    void a_connection_kept_beyond_its_transaction_is_refused(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        List<Connection> kept = new ArrayList<>();
        List<PreparedStatement> statements = new ArrayList<>();
        notes.transactions.run(() -> {
            kept.add(notes.transactions.connection());
            statements.add(notes.transactions.connection().prepareStatement("insert into note values ('late')"));
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> kept.get(0).createStatement())
                .withMessageContaining("has ended");
        assertThatIllegalStateException().isThrownBy(() -> statements.get(0).executeUpdate());
        assertThat(notes.stored()).isEmpty();
    }

    private static void refused(ThrowingCallable call, String... texts) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContainingAll(texts);
    }

    private static void onAnotherThread(ThrowingCallable use) throws Throwable {
        try {
            CompletableFuture.runAsync(() -> {
                        try {
                            use.call();
                        } catch (Throwable e) {
                            throw new CompletionException(e);
                        }
                    })
                    .orTimeout(120, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause();
        }
    }
}
