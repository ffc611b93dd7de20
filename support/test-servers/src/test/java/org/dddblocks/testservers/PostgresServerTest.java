package org.dddblocks.testservers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresServerTest {

    @Test
    void a_commit_is_durable_and_the_server_is_postgresql_18() throws SQLException {
        PostgresDatabase database = PostgresServer.freshDatabase();

        assertThat(one(database, "show server_version")).startsWith("18.");
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            assertThat(one(database, "show " + setting)).as(setting).isEqualTo("on");
        }
    }

    @Test
    void each_caller_gets_a_database_of_its_own() throws SQLException {
        PostgresDatabase mine = PostgresServer.freshDatabase();
        PostgresDatabase yours = PostgresServer.freshDatabase();

        run(mine, "create table t (a int)");
        run(yours, "create table t (a int)");

        assertThat(one(mine, "select current_database()")).isNotEqualTo(one(yours, "select current_database()"));
    }

    @Test
    void a_killed_child_jvm_leaves_the_server_of_its_parent_alone() throws Exception {
        PostgresDatabase database = PostgresServer.freshDatabase();
        Process child = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        database.url())
                .redirectErrorStream(true)
                .start();
        try (var output = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("written");
            child.destroyForcibly();
            assertThat(child.waitFor(10, SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }

        assertThat(one(database, "select a from t")).isEqualTo("42");
    }

    @Test
    void a_url_without_a_user_is_refused_with_the_form_it_must_have() {
        assertThatThrownBy(() -> PostgresDatabase.at("jdbc:h2:mem:x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("jdbc:h2:mem:x", "jdbc:postgresql://host:port/database?user=name");
    }

    private static String one(PostgresDatabase database, String query) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void run(PostgresDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Writes one row, says so and waits to be killed. */
    static final class Child {
        public static void main(String[] args) throws Exception {
            PostgresDatabase database = PostgresDatabase.at(args[0]);
            run(database, "create table t (a int)");
            run(database, "insert into t values (42)");
            System.out.println("written");
            System.in.read();
        }
    }
}
