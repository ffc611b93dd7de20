package org.dddblocks.persistence.spi;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.dddblocks.persistence.PersistenceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which server this is, and refuses what nobody tested. */
final class ServerCheck {
    private static final Logger LOG = LoggerFactory.getLogger(Dialect.class);
    private static final String SUPPORTED = "Supported are H2 2.2, MariaDB 10.6, PostgreSQL 13 and newer.";
    private static final Pattern POSTGRES =
            Pattern.compile("PostgreSQL (\\d+)[^,]* on [^,]+, compiled by [^,]+, \\d+-bit");
    private static final List<String> FORKS = List.of(
            "cockroach",
            "yugabyte",
            "-yb-",
            "redshift",
            "greenplum",
            "materialize",
            "enterprisedb",
            "opengauss",
            "questdb",
            "risingwave",
            "crate",
            "cloudberry",
            "babelfish");
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private ServerCheck() {}

    static Dialect detect(Connection connection) {
        try {
            DatabaseMetaData server = connection.getMetaData();
            return switch (server.getDatabaseProductName()) {
                case "H2" -> h2(connection, server);
                case "MariaDB" -> MariaDbCheck.of(connection);
                case "PostgreSQL" -> postgres(connection);
                case "MySQL" ->
                    throw refused(
                            "MySQL " + server.getDatabaseProductVersion(),
                            "MySQL is expected to work, but nothing is claimed before it is tested. For MariaDB use its"
                                    + " own driver (jdbc:mariadb:…).");
                default ->
                    throw refused(
                            server.getDatabaseProductName() + " " + server.getDatabaseProductVersion(),
                            "Use a DataSource for one of these.");
            };
        } catch (SQLException e) {
            throw PersistenceException.of("read the server's version", e);
        }
    }

    private static Dialect h2(Connection connection, DatabaseMetaData server) throws SQLException {
        int major = server.getDatabaseMajorVersion();
        if (major < 2 || (major == 2 && server.getDatabaseMinorVersion() < 2)) {
            throw refused("H2 " + server.getDatabaseProductVersion(), "Export with SCRIPT and import into a newer H2.");
        }
        String path = Jdbc.query(connection, row -> String.valueOf(row.getString(1)), "select database_path()")
                .get(0);
        if (path.equals("null")) {
            return H2Dialect.IN_MEMORY;
        }
        warnAboutWriteDelay(connection, path);
        warnAboutRecovery(server.getDatabaseProductVersion(), path);
        long lockTimeout = Jdbc.query(connection, row -> row.getLong(1), "select lock_timeout()")
                .get(0);
        return H2Dialect.ofFile(WriteTurn.ofFile(path, Duration.ofMillis(lockTimeout)));
    }

    /** Package-private so that a version can be tried without its driver. */
    static void warnAboutRecovery(String version, String path) {
        if (version.startsWith("2.5.") && WARNED.add("recovery " + path)) {
            LOG.warn(
                    "The H2 file database is run by H2 {}: after a process was killed, this version keeps transactions open that"
                            + " were committed just before, and their rows stay locked for ever. Use H2 2.4.240. (Its file"
                            + " format differs: export with SCRIPT TO and import with RUNSCRIPT FROM.)",
                    version);
        }
    }

    private static void warnAboutWriteDelay(Connection connection, String path) {
        String delay = Jdbc.first(
                        connection,
                        row -> row.getString(1),
                        "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'")
                .orElse("unknown");
        if (!delay.equals("0") && WARNED.add(path)) {
            LOG.warn(
                    "The H2 file database is opened with WRITE_DELAY={}: a process that is killed loses commits that were"
                            + " acknowledged before. Add ;WRITE_DELAY=0 to its JDBC URL. (Against power loss use PostgreSQL.)",
                    delay);
        }
    }

    private static Dialect postgres(Connection connection) {
        String version = Jdbc.query(connection, row -> row.getString(1), "select version()")
                .get(0);
        checkPostgresVersion(version);
        if (Jdbc.query(connection, row -> row.getBoolean(1), "select pg_is_in_recovery()")
                .get(0)) {
            throw refused(
                    "a PostgreSQL standby, which cannot write", "Connect to the primary (targetServerType=primary).");
        }
        return PostgresDialect.INSTANCE;
    }

    /** Package-private so that the answers of forks can be tried without running them. */
    static void checkPostgresVersion(String version) {
        String lower = version.toLowerCase(Locale.ROOT);
        var matcher = POSTGRES.matcher(version);
        if (FORKS.stream().anyMatch(lower::contains) || !matcher.find() || matcher.start() != 0) {
            throw refused(
                    "not PostgreSQL itself but \"" + version + "\"",
                    "Forks differ in locks and isolation without an error. Use PostgreSQL itself.");
        }
        if (Integer.parseInt(matcher.group(1)) < 13) {
            throw refused(version, "Upgrade the server.");
        }
    }

    static PersistenceException refused(String found, String remedy) {
        return new PersistenceException("The database is " + found + ". " + SUPPORTED + " " + remedy);
    }
}
