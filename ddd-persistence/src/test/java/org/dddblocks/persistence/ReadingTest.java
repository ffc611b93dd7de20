package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.dddblocks.persistence.spi.Jdbc;

class ReadingTest {
    private static final String COUNT = "select count(*) from note";

    private static long count(Connection connection) {
        return Jdbc.query(connection, row -> row.getLong(1), COUNT).get(0);
    }

    @OnEachDatabase
    void outside_a_transaction_nothing_is_begun_and_nothing_must_be_ended(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        notes.dataSource.calls.clear();
        long found = notes.database.read(connection -> {
            assertThat(notes.transactions.active()).isFalse();
            return count(connection);
        });
        assertThat(found).isZero();
        assertThat(notes.dataSource.calls)
                .contains("prepareStatement(" + COUNT + ")", "close")
                .doesNotContain("commit", "rollback", "setAutoCommit(false)");
        assertThat(notes.dataSource.lent()).isZero();
    }

    @OnEachDatabase
    void inside_a_transaction_it_sees_what_the_transaction_has_written(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        notes.transactions.run(() -> {
            notes.write("a");
            assertThat(notes.database.<Long>read(ReadingTest::count)).isEqualTo(1);
        });
        assertThat(notes.stored()).containsExactly("a");
    }

    @OnEachDatabase
    void each_statement_sees_what_was_committed_before_it(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        List<Long> seen = notes.database.read(connection -> {
            long before = count(connection);
            notes.transactions.run(() -> notes.write("a")); // on another connection
            return List.of(before, count(connection));
        });
        assertThat(seen).containsExactly(0L, 1L);
    }

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
                notes.database.read(connection -> {
                    assertThat(isolationOf(connection)).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                    return count(connection);
                });
                assertThatThrownBy(() -> notes.database.read(connection -> {
                            throw new IllegalStateException("x");
                        }))
                        .hasMessage("x");
                assertThat(back).containsExactly(autoCommit + " " + isolation, autoCommit + " " + isolation);
            }
        }
    }

    private static int isolationOf(Connection connection) {
        try {
            return connection.getTransactionIsolation();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @OnEachDatabase
    void what_an_earlier_borrower_left_open_is_neither_seen_nor_committed(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        notes.dataSource.setUp = connection -> {
            connection.setAutoCommit(false);
            Notes.write(connection, "foreign");
        };
        assertThat(notes.database.<Long>read(ReadingTest::count)).isZero();
        notes.dataSource.setUp = connection -> {};
        assertThat(notes.stored()).isEmpty();
    }

    @OnEachDatabase
    void a_connection_that_broke_is_aborted_and_one_that_was_answered_is_not(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        notes.dataSource.calls.clear();
        assertThatThrownBy(() -> notes.database.read(connection -> {
                    throw PersistenceException.of("select", new SQLException("no such table", "42S02"));
                }))
                .isInstanceOf(PersistenceException.class);
        assertThat(notes.dataSource.calls).contains("close").noneMatch(call -> call.startsWith("abort"));
        notes.dataSource.breakBefore("prepareStatement", new SQLException("connection reset", "08006"));
        assertThatThrownBy(() -> notes.database.read(ReadingTest::count)).isInstanceOf(PersistenceException.class);
        assertThat(notes.dataSource.calls).anyMatch(call -> call.startsWith("abort"));
        assertThat(notes.dataSource.lent()).isZero();
        assertThat(notes.database.<Long>read(ReadingTest::count)).isZero();
    }

    @OnEachDatabase
    void hooks_of_a_transaction_are_refused(TestDatabase kind) throws SQLException {
        Notes notes = Notes.on(kind);
        assertThatThrownBy(() -> notes.database.read(connection -> {
                    notes.transactions.beforeCommit(() -> {});
                    return true;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside a transaction");
    }
}
