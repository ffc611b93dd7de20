package org.dddblocks.persistence.spi;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dddblocks.persistence.PersistenceException;

/** Refuses a MariaDB on whose settings something that we promise would not hold. */
final class MariaDbCheck {
    private static final Pattern VERSION = Pattern.compile("(?:5\\.5\\.5-)?(\\d+)\\.(\\d+)\\.\\d+-MariaDB.*");
    private static final List<String> SETTINGS = List.of(
            "sql_mode",
            "character_set_client",
            "global.read_only",
            "innodb_read_only",
            "log_bin",
            "binlog_format",
            "innodb_rollback_on_timeout",
            "max_allowed_packet");
    /** Room for the largest payload of a store, four bytes for each character, each escaped. */
    private static final long PACKET = 16L * 1024 * 1024;

    private MariaDbCheck() {}

    static Dialect of(Connection connection) throws SQLException {
        checkVersion(Jdbc.query(connection, row -> row.getString(1), "select version()")
                .get(0));
        Map<String, String> settings = settings(connection);
        checkSettings(settings);
        checkUrl(String.valueOf(connection.getMetaData().getURL()));
        return MariaDbDialect.INSTANCE;
    }

    private static Map<String, String> settings(Connection connection) {
        String sql = SETTINGS.stream().map(name -> "@@" + name).collect(Collectors.joining(", ", "select ", ""));
        return Jdbc.query(
                        connection,
                        row -> {
                            Map<String, String> found = new HashMap<>();
                            for (int i = 0; i < SETTINGS.size(); i++) {
                                found.put(SETTINGS.get(i), String.valueOf(row.getString(i + 1)));
                            }
                            return found;
                        },
                        sql)
                .get(0);
    }

    /** Package-private so that the answers of other servers can be tried without running them. */
    static void checkVersion(String version) {
        Matcher found = VERSION.matcher(version);
        if (!found.matches()) {
            throw ServerCheck.refused(
                    "not MariaDB itself but \"" + version + "\"",
                    "Forks differ in locks and isolation without an error. Use MariaDB itself.");
        }
        int major = Integer.parseInt(found.group(1));
        if (major < 10 || (major == 10 && Integer.parseInt(found.group(2)) < 6)) {
            throw ServerCheck.refused("MariaDB " + version, "Upgrade the server: 10.6 brought SKIP LOCKED.");
        }
    }

    static void checkSettings(Map<String, String> settings) {
        String mode = setting(settings, "sql_mode").toUpperCase(Locale.ROOT);
        if (!mode.contains("STRICT_TRANS_TABLES") && !mode.contains("STRICT_ALL_TABLES")) {
            throw refused(
                    "sql_mode is \"" + mode + "\", without a strict mode it cuts values that are too long",
                    "Add STRICT_TRANS_TABLES to sql_mode, on the server or with sessionVariables=sql_mode='…' in the URL.");
        }
        if (mode.contains("EMPTY_STRING_IS_NULL")) {
            throw refused("its sql_mode has EMPTY_STRING_IS_NULL", "Remove it: an empty text is not NULL.");
        }
        if (!setting(settings, "character_set_client").equals("utf8mb4")) {
            throw refused(
                    "the connection speaks " + settings.get("character_set_client"),
                    "Remove what changes its character set: the driver's default is utf8mb4, which keeps every text.");
        }
        if (on(settings, "global.read_only") || on(settings, "innodb_read_only")) {
            throw refused("it is read-only, probably a replica", "Connect to the primary, or set read_only off.");
        }
        if (on(settings, "innodb_rollback_on_timeout")) {
            throw refused(
                    "innodb_rollback_on_timeout ends a transaction whose statement waited too long for a lock",
                    "Set it off (the default): then such a statement can be tried again.");
        }
        if (Long.parseLong(setting(settings, "max_allowed_packet")) < PACKET) {
            throw refused(
                    "max_allowed_packet is " + setting(settings, "max_allowed_packet") + " bytes",
                    "Set it to 16M (the default) or more, so that every payload of a store fits.");
        }
        if (on(settings, "log_bin") && setting(settings, "binlog_format").equals("STATEMENT")) {
            throw refused(
                    "its binlog_format is STATEMENT, which refuses writes at READ COMMITTED",
                    "Set binlog_format to MIXED (the default) or ROW.");
        }
    }

    static void checkUrl(String url) {
        if (url.matches("(?i).*[?&]useAffectedRows=(true|1)\\b.*")) {
            throw refused(
                    "the URL has useAffectedRows=true, so that a row that was found but not changed counts as none",
                    "Remove it: the fences of leases count the rows that were found.");
        }
    }

    private static boolean on(Map<String, String> settings, String name) {
        String value = setting(settings, name);
        return value.equals("1") || value.equalsIgnoreCase("ON");
    }

    private static String setting(Map<String, String> settings, String name) {
        return settings.getOrDefault(name, "unknown");
    }

    private static PersistenceException refused(String what, String remedy) {
        return new PersistenceException("This MariaDB cannot be used as it is set up: " + what + ". " + remedy);
    }
}
