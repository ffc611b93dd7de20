package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.dddblocks.testkit.CrashEverywhere.Part;
import org.junit.jupiter.api.Test;

class CrashEverywhereTest implements OnH2 {
    private final CrashEverywhere moving = CrashEverywhere.on(this::emptyDatabase)
            .given(database -> {
                execute(database, true, "create table account (id integer primary key, units integer)");
                execute(database, true, "insert into account values (1, 5), (2, 0)");
            })
            .then(database -> assertThat(units(database)).isEqualTo("0 5"));

    /** Moves five units unless that was done; in one transaction or, wrongly, in two. */
    private static Part move(boolean together) {
        return database -> {
            if (!units(database).equals("0 5")) {
                execute(
                        database,
                        !together,
                        "update account set units = units - 5 where id = 1",
                        "update account set units = units + 5 where id = 2");
            }
        };
    }

    private static void execute(DataSource database, boolean each, String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(each);
            for (String sql : statements) {
                statement.execute(sql);
            }
            if (!each) {
                connection.commit();
            }
        }
    }

    private static String units(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select listagg(units, ' ') within group (order by id) from account")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void work_that_is_atomic_survives_a_crash_at_each_of_its_calls() {
        assertThat(moving.node(move(true)).run()).isEqualTo(6);
    }

    @Test
    void work_that_is_not_atomic_is_found_out_with_the_call() {
        assertThatThrownBy(() -> moving.node(move(false)).run())
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("wrong after a crash at call 5 of 5", "BEFORE", "units + 5 where id = 2");
    }

    @Test
    void a_call_that_is_not_reached_again_is_a_failure_and_so_is_no_call_at_all() {
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> moving.node(database -> {
                            move(true).on(database);
                            if (runs.incrementAndGet() == 1) {
                                units(database);
                            }
                        })
                        .run())
                .hasMessageContainingAll("without reaching call 7 of 8", "the same calls");
        assertThatThrownBy(() -> CrashEverywhere.on(this::emptyDatabase).run()).hasMessageContaining("no call");
    }

    @Test
    void a_node_that_fails_by_itself_or_does_not_recover_is_a_failure() {
        assertThatThrownBy(() -> moving.node(database -> {
                            throw new IllegalStateException("bug");
                        })
                        .run())
                .hasMessageContainingAll("undisturbed node failed", "bug");
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> moving.node(database -> {
                            if (runs.incrementAndGet() == 3) {
                                throw new IllegalStateException("locked for ever");
                            }
                            move(true).on(database);
                        })
                        .run())
                .hasMessageContainingAll("No new node recovered", "call 1 of 6", "locked for ever");
    }
}
