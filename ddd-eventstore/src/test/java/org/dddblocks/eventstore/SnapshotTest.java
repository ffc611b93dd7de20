package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class SnapshotTest {
    @Nested
    class OnH2 extends SnapshotContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends SnapshotContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends SnapshotContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
