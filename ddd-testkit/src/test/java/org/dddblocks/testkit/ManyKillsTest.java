package org.dddblocks.testkit;

import org.dddblocks.testservers.MariaDbServer;
import org.dddblocks.testservers.PostgresServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** PostgreSQL needs no installed server, but more time than the plain build has. */
@Tag("services")
class ManyKillsTest {
    private static final int KILLS = 50;

    @Nested
    class OnPostgres extends KilledNodes {
        OnPostgres() {
            super(PostgresServer.freshDatabase().url(), KILLS, "write", "read", "write", "read");
        }
    }

    @Nested
    class OnMariaDb extends KilledNodes {
        OnMariaDb() {
            super(MariaDbServer.freshDatabase(), KILLS, "write", "read", "write", "read");
        }
    }
}
