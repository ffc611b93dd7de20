package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class StreamingTest {
    @Nested
    class OnH2 extends StreamingContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends StreamingContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends StreamingContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
