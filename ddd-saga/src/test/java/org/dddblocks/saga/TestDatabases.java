package org.dddblocks.saga;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.dddblocks.testservers.PostgresServer;

/** The databases of this module's tests, each empty. */
final class TestDatabases {
    private TestDatabases() {}

    static Connector h2() {
        String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000";
        return () -> DriverManager.getConnection(url);
    }

    static Connector postgres() {
        String url = PostgresServer.freshDatabase().url();
        return () -> DriverManager.getConnection(url);
    }

    /** Opens a physical connection. */
    interface Connector {
        Connection connect() throws SQLException;
    }
}
