package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** As many kills as take too long for the plain build; {@link NodeFailureTest} has them on MariaDB. */
@Tag("services")
class NodeKillsTest {
    private static final int KILLS = 50;

    @Nested
    class OnPostgres extends NodeKillContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL.freshUrl(), KILLS);
        }
    }

    /** The nodes are processes and the database is another one, which lives on: embedded, it would die with its node. */
    @Nested
    class OnH2 extends NodeKillContract {
        OnH2() {
            super(H2Server.freshUrl(), KILLS);
        }
    }
}
