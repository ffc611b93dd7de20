package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class NodeFailureTest {
    @Nested
    class OnPostgres extends NodeFailureContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL, 20);
        }
    }

    /** As many kills as take too long for the plain build. */
    @Nested
    @Tag("services")
    class OnMariaDb extends NodeFailureContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB, 50);
        }
    }
}
