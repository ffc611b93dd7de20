package org.dddblocks.eventstore;

import java.sql.SQLException;
import java.util.UUID;
import org.h2.tools.Server;

/** H2 in this process, for others over TCP. */
final class H2Server {
    private static final Server SERVER = started();

    private H2Server() {}

    private static Server started() {
        try {
            return Server.createTcpServer("-tcpPort", "0", "-tcpDaemon", "-ifNotExists")
                    .start();
        } catch (SQLException e) {
            throw new IllegalStateException("H2 could not open a port on this machine.", e);
        }
    }

    /** The URL of a new, empty database in memory, which stays until this process ends. */
    static String freshUrl() {
        return "jdbc:h2:tcp://localhost:" + SERVER.getPort() + "/mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }
}
