package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class GroupCommitTest {
    @Nested
    class OnH2 extends GroupCommitContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends GroupCommitContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends GroupCommitContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
