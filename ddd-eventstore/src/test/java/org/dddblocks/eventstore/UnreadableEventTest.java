package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class UnreadableEventTest {
    @Nested
    class OnH2 extends UnreadableEventContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends UnreadableEventContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends UnreadableEventContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
