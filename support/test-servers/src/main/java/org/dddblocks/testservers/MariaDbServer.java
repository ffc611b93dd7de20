package org.dddblocks.testservers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An installed MariaDB that is already running, named by the environment variable {@code DDD_MARIADB_URL}.
 *
 * <p><b>Shape.</b> Every call of {@link #freshDatabase()} creates an empty database of its own, so tests share nothing; the
 * databases of a JVM are dropped when it ends. <b>Absent.</b> Without a server the tests that ask for one fail: they have
 * JUnit's tag {@code services}, which only the profile of that name runs. <b>Threads.</b> Safe for many threads.
 *
 * <pre>{@code
 * export DDD_MARIADB_URL='jdbc:mariadb://127.0.0.1:3306/?user=root'
 * mvn verify -Pservices
 * }</pre>
 */
public final class MariaDbServer {
    /** The environment variable that tells where the server is. */
    public static final String URL = "DDD_MARIADB_URL";

    private static final String REMEDY = " Start a MariaDB of version 10.6 or newer and set " + URL
            + " to a user who may create databases and users, such as jdbc:mariadb://127.0.0.1:3306/?user=root;"
            + " .ci/run does both.";

    private MariaDbServer() {}

    /**
     * Creates an empty database. (A fresh server lets everybody do everything with those that begin with "test_".)
     *
     * @return its JDBC URL, user included
     * @throws IllegalStateException if there is no server, or it refuses the new database; with the remedy
     */
    public static String freshDatabase() {
        String name = "ddd_" + UUID.randomUUID().toString().replace("-", "");
        dropAtEnd(name);
        execute("create database " + name);
        return in(name);
    }

    /**
     * Sees to it that a database which the test itself creates is dropped when this JVM ends.
     *
     * @param name its name
     */
    public static void dropAtEnd(String name) {
        Dropping.later(name);
    }

    /**
     * Runs a statement as the user of the server's URL, outside any database.
     *
     * @param sql such as {@code create user …}
     * @throws IllegalStateException if there is no server, or it refuses the statement; with the remedy
     */
    public static void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "MariaDB at " + url() + " is not there or refused: " + sql + "." + REMEDY, e);
        }
    }

    private static String in(String database) {
        String url = url();
        int path = url.indexOf('/', url.indexOf("//") + 2);
        int options = url.indexOf('?');
        String server = path >= 0 ? url.substring(0, path) : options >= 0 ? url.substring(0, options) : url;
        return server + "/" + database + (options < 0 ? "" : url.substring(options));
    }

    private static String url() {
        return Optional.ofNullable(System.getenv(URL))
                .filter(url -> url.startsWith("jdbc:mariadb:"))
                .orElseThrow(() -> new IllegalStateException("This test needs MariaDB, and " + URL + " is "
                        + (System.getenv(URL) == null ? "not set." : "no URL of its driver.") + REMEDY));
    }

    private static final class Dropping {
        private static final Queue<String> NAMES = new ConcurrentLinkedQueue<>();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(Dropping::drop, "drop-test-databases"));
        }

        static void later(String name) {
            NAMES.add(name);
        }

        private static void drop() {
            try (Connection connection = DriverManager.getConnection(url());
                    Statement statement = connection.createStatement()) {
                statement.execute("set lock_wait_timeout = 2");
                for (String name : NAMES) {
                    statement.execute("drop database if exists " + name);
                }
            } catch (SQLException | RuntimeException e) { // the server's own data folder is temporary anyway
                System.err.println("Databases of tests were not dropped: " + e.getMessage());
            }
        }
    }
}
