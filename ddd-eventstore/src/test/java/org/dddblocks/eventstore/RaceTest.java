package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class RaceTest {
    @Nested
    class OnH2 extends RaceContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends RaceContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends RaceContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
