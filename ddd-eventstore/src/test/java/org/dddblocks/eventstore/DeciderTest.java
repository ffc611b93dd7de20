package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class DeciderTest {
    @Nested
    class OnH2 extends DeciderContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends DeciderContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends DeciderContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
