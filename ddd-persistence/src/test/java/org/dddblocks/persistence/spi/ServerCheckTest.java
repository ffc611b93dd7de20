package org.dddblocks.persistence.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.dddblocks.persistence.LogCapture;
import org.dddblocks.persistence.PersistenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PostgreSQL 18.0 on x86_64-pc-linux-gnu, compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit",
                "PostgreSQL 13.1 (Debian 13.1-1.pgdg100+1) on x86_64-pc-linux-gnu, compiled by gcc (Debian 8.3.0-6) 8.3.0, 64-bit",
                "PostgreSQL 17.2 on aarch64-unknown-linux-musl, compiled by gcc (Alpine 14.2.0) 14.2.0, 64-bit",
                "PostgreSQL 16.4 on x86_64-windows, compiled by msvc-19.40.33813, 64-bit"
            })
    void postgresql_itself_is_accepted(String version) {
        assertThatCode(() -> ServerCheck.checkPostgresVersion(version)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CockroachDB CCL v23.1.11 (x86_64-pc-linux-gnu, built 2023/09/27, go1.19.10)",
                "PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2, Redshift 1.0.12103",
                "PostgreSQL 11.2-YB-2.18.0.0-b0 on x86_64-pc-linux-gnu, compiled by clang version 15.0.3, 64-bit",
                "PostgreSQL 9.5.0 on x86_64-unknown-linux-gnu (Materialize v0.60.0)",
                "PostgreSQL 12.4, a version of our own"
            })
    void forks_and_strangers_are_refused_with_what_is_supported(String version) {
        assertThatThrownBy(() -> ServerCheck.checkPostgresVersion(version))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContainingAll(
                        version, "Supported are H2 2.2, MariaDB 10.6, PostgreSQL 13", "Use PostgreSQL itself");
    }

    @Test
    void an_old_postgresql_is_refused() {
        assertThatThrownBy(() -> ServerCheck.checkPostgresVersion(
                        "PostgreSQL 12.22 on x86_64-pc-linux-gnu, compiled by gcc, 64-bit"))
                .hasMessageContaining("Upgrade the server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Oracle", "Microsoft SQL Server", "HSQL Database Engine"})
    void another_database_is_refused_by_name(String product) {
        assertThatThrownBy(() -> Dialect.detect(
                        server(Map.of("getDatabaseProductName", product, "getDatabaseProductVersion", "10.11"))))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContainingAll(product + " 10.11", "Supported are", "Use a DataSource for one of these");
    }

    @Test
    void mysql_is_refused_as_expected_but_not_claimed_until_tested() {
        assertThatThrownBy(() -> Dialect.detect(
                        server(Map.of("getDatabaseProductName", "MySQL", "getDatabaseProductVersion", "8.4.3"))))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContainingAll("MySQL 8.4.3", "expected to work, but nothing is claimed", "jdbc:mariadb:");
    }

    @Test
    void an_old_h2_is_refused() {
        assertThatThrownBy(() -> Dialect.detect(server(Map.of(
                        "getDatabaseProductName",
                        "H2",
                        "getDatabaseProductVersion",
                        "1.4.200",
                        "getDatabaseMajorVersion",
                        1,
                        "getDatabaseMinorVersion",
                        4))))
                .hasMessageContainingAll("H2 1.4.200", "SCRIPT");
    }

    @Test
    void an_h2_file_that_may_lose_commits_is_warned_of_once(@TempDir java.nio.file.Path folder) throws SQLException {
        try (LogCapture log = LogCapture.of(Dialect.class)) {
            detectTwice("jdbc:h2:mem:");
            detectTwice("jdbc:h2:" + folder.resolve("safe") + ";WRITE_DELAY=0");
            assertThat(log.lines()).isZero();
            detectTwice("jdbc:h2:" + folder.resolve("unsafe"));
            assertThat(log.lines()).isOne();
            assertThat(log.text()).contains("WRITE_DELAY=500", "Add ;WRITE_DELAY=0");
        }
    }

    @Test
    void an_h2_file_whose_version_leaves_recovered_rows_locked_is_warned_of_once() {
        try (LogCapture log = LogCapture.of(Dialect.class)) {
            ServerCheck.warnAboutRecovery("2.4.240 (2025-09-22)", "/data/shop");
            assertThat(log.lines()).isZero();
            ServerCheck.warnAboutRecovery("2.5.252 (2026-04-01)", "/data/shop");
            ServerCheck.warnAboutRecovery("2.5.252 (2026-04-01)", "/data/shop");
            assertThat(log.lines()).isOne();
            assertThat(log.text()).contains("2.5.252", "stay locked for ever", "Use H2 2.4.240");
        }
    }

    private static void detectTwice(String url) throws SQLException {
        for (int i = 0; i < 2; i++) {
            try (Connection connection = DriverManager.getConnection(url)) {
                assertThat(Dialect.detect(connection).name()).isEqualTo("h2");
            }
        }
    }

    private static Connection server(Map<String, Object> answers) {
        DatabaseMetaData metaData = proxy(DatabaseMetaData.class, answers);
        return proxy(Connection.class, Map.of("getMetaData", metaData));
    }

    private static <T> T proxy(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader() == null ? ServerCheckTest.class.getClassLoader() : type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.get(method.getName())));
    }
}
