package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class OneConnectionTest {
    @Nested
    class OnH2 extends OneConnectionContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends OneConnectionContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends OneConnectionContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
