package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class LimitsTest {
    @Nested
    class OnH2 extends LimitsContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends LimitsContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends LimitsContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
