package org.dddblocks.outbox;

import org.dddblocks.testservers.MariaDbServer;
import org.dddblocks.testservers.PostgresDatabase;
import org.dddblocks.testservers.PostgresServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class RelayNodesTest {
    static String postgres() {
        PostgresDatabase database = PostgresServer.freshDatabase();
        return database.url() + "&password=" + database.password();
    }

    /** Some kills; the next one has as many as take too long for the plain build. */
    @Nested
    class OnPostgres extends RelayNodesContract {
        OnPostgres() {
            super(postgres(), 3);
        }
    }

    @Nested
    @Tag("services")
    class ManyKillsOnPostgres extends RelayNodesContract {
        ManyKillsOnPostgres() {
            super(postgres(), 50);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends RelayNodesContract {
        OnMariaDb() {
            super(MariaDbServer.freshDatabase(), 50);
        }
    }
}
