package org.dddblocks.persistence.spi;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.dddblocks.persistence.PersistenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MariaDbCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.6.0-MariaDB",
                "10.11.18-MariaDB-0+deb12u1",
                "11.8.2-MariaDB-ubu2404-log",
                "5.5.5-10.6.16-MariaDB-1:10.6.16+maria~ubu2004"
            })
    void mariadb_itself_is_accepted(String version) {
        assertThatCode(() -> MariaDbCheck.checkVersion(version)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.5.27-MariaDB", "5.5.68-MariaDB", "5.5.5-10.3.39-MariaDB-log"})
    void an_old_server_is_refused(String version) {
        assertThatThrownBy(() -> MariaDbCheck.checkVersion(version))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContainingAll(version, "Supported are", "Upgrade the server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.0.11-TiDB-v7.5.1", "5.7.32-SingleStore", "8.4.3"})
    void forks_and_strangers_are_refused(String version) {
        assertThatThrownBy(() -> MariaDbCheck.checkVersion(version))
                .hasMessageContainingAll(version, "Use MariaDB itself");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sql_mode | NO_ENGINE_SUBSTITUTION | Add STRICT_TRANS_TABLES",
                "sql_mode | STRICT_ALL_TABLES,EMPTY_STRING_IS_NULL | an empty text is not NULL",
                "character_set_client | latin1 | utf8mb4",
                "global.read_only | 1 | Connect to the primary",
                "innodb_read_only | ON | Connect to the primary",
                "innodb_rollback_on_timeout | 1 | Set it off",
                "max_allowed_packet | 1048576 | Set it to 16M",
                "binlog_format | STATEMENT | MIXED"
            })
    void a_setting_that_would_break_a_promise_is_refused_with_the_remedy(String name, String value, String remedy) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "sql_mode", "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION",
                "character_set_client", "utf8mb4",
                "global.read_only", "0",
                "innodb_read_only", "0",
                "innodb_rollback_on_timeout", "0",
                "max_allowed_packet", "16777216",
                "log_bin", "1",
                "binlog_format", "MIXED"));
        assertThatCode(() -> MariaDbCheck.checkSettings(settings)).doesNotThrowAnyException();
        settings.put(name, value);
        assertThatThrownBy(() -> MariaDbCheck.checkSettings(settings))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContainingAll("cannot be used as it is set up", remedy);
    }

    @Test
    void row_counts_of_changed_rows_only_are_refused() {
        assertThatCode(() -> MariaDbCheck.checkUrl("jdbc:mariadb://h/db?user=u&useAffectedRows=false"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> MariaDbCheck.checkUrl("jdbc:mariadb://h/db?user=u&useAffectedRows=true"))
                .hasMessageContainingAll("useAffectedRows", "Remove it");
    }
}
