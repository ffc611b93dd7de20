package org.dddblocks.testservers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One real PostgreSQL 18 per JVM, started by the first caller and stopped when the JVM ends.
 *
 * <p><b>Shape.</b> Every call of {@link #freshDatabase()} creates an empty database of its own, so tests share nothing.
 * Commits are durable: {@code fsync} and {@code synchronous_commit} are on, as in production.
 * <b>Threads.</b> Safe for many threads.
 * <b>Crash tests.</b> A JVM that is killed by force leaves its server behind. So the test owns the server and hands a
 * {@link PostgresDatabase} to the JVM that it kills; that one connects with {@link PostgresDatabase#at(String)}.
 *
 * <pre>{@code
 * PostgresDatabase database = PostgresServer.freshDatabase();
 * try (Connection connection = database.dataSource().getConnection()) { ... }
 * }</pre>
 */
public final class PostgresServer {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private PostgresServer() {}

    /**
     * Creates an empty database, starting the server if this is the first call in this JVM (about one second; the very
     * first time on a machine, when the binaries are unpacked, some seconds more).
     *
     * @return where the new database is and how to log in
     * @throws IllegalStateException if the server does not start or refuses the new database
     */
    public static PostgresDatabase freshDatabase() {
        EmbeddedPostgres server = Running.SERVER;
        String name = "test_" + DATABASES.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL runs, but refused to create the database " + name + ".", e);
        }
        return PostgresDatabase.at(server.getJdbcUrl("postgres", name));
    }

    private static final class Running {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("max_connections", "300")
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "The embedded PostgreSQL did not start. As root it needs the command unshare (util-linux);"
                                + " its log is on the logger io.zonky.test.db.postgres.",
                        e);
            }
        }
    }
}
