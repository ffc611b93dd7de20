package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class FeedTest {
    @Nested
    class OnH2 extends FeedContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends FeedContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends FeedContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
