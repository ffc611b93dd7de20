package org.dddblocks.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrashingPostgresTest {

    @Test
    void what_was_committed_outlives_a_kill_and_a_restart_and_nothing_else_does() throws SQLException {
        try (CrashingPostgres server = CrashingPostgres.start(Map.of("work_mem", "8MB"))) {
            run(server, "create table t (a int)");
            run(server, "insert into t values (1)");
            assertThat(one(server, "show work_mem")).isEqualTo("8MB");
            assertThat(one(server, "show fsync")).isEqualTo("on");
            String started = one(server, "select pg_postmaster_start_time()");

            try (Connection open = begun(server, "insert into t values (2)")) {
                server.kill();
                assertThat(open.isValid(5)).isFalse();
                assertThatThrownBy(() -> one(server, "select 1")).hasMessageContaining("not running");
            }
            server.restart();
            assertThat(one(server, "select count(*) from t")).isEqualTo("1");
            assertThat(one(server, "select pg_postmaster_start_time()")).isNotEqualTo(started);

            server.restart();
            assertThat(one(server, "select count(*) from t")).isEqualTo("1");
        }
    }

    @Test
    void a_server_one_of_whose_processes_was_killed_recovers_under_its_old_time_of_start() throws SQLException {
        try (CrashingPostgres server = CrashingPostgres.start(Map.of())) {
            run(server, "create table t (a int)");
            String started = one(server, "select pg_postmaster_start_time()");
            try (Connection other = begun(server, "insert into t values (1)");
                    Connection victim = begun(server, "insert into t values (2)")) {
                server.killProcessOf(victim);
                assertThat(other.isValid(5)).isFalse();
            }
            assertThat(one(server, "select count(*) from t")).isEqualTo("0");
            assertThat(one(server, "select pg_postmaster_start_time()")).isEqualTo(started);
        }
    }

    private static Connection begun(CrashingPostgres server, String sql) throws SQLException {
        Connection connection = server.dataSource().getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return connection;
    }

    private static void run(CrashingPostgres server, String sql) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(CrashingPostgres server, String sql) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
