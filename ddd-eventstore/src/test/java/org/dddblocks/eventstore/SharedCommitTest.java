package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class SharedCommitTest {
    @Nested
    class OnH2 extends SharedCommitContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends SharedCommitContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends SharedCommitContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
