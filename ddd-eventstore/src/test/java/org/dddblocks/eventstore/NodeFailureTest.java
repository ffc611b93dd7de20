package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Some kills; {@link NodeKillsTest} has as many as take too long for the plain build. */
class NodeFailureTest {
    @Nested
    class OnPostgres extends NodeFailureContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL, 10);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends NodeFailureContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB, 50);
        }
    }
}
