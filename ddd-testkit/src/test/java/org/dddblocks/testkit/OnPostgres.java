package org.dddblocks.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.dddblocks.testservers.PostgresServer;

/** A schema for each test, since a database for each costs a hundred times as many writes to the disk. */
public interface OnPostgres extends EmptyDatabase, Counted {
    @Override
    default DataSource emptyDatabase() {
        String schema = "test_" + Server.SCHEMAS.incrementAndGet();
        try (Connection connection = new UrlDataSource(Server.URL).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema " + schema);
        } catch (SQLException e) {
            throw new IllegalStateException("The schema of a test could not be created.", e);
        }
        return new UrlDataSource(Server.URL + (Server.URL.contains("?") ? "&" : "?") + "currentSchema=" + schema);
    }

    /** One database for all tests of this JVM. */
    final class Server {
        static final String URL = PostgresServer.freshDatabase().url();
        static final AtomicInteger SCHEMAS = new AtomicInteger();

        private Server() {}
    }
}
