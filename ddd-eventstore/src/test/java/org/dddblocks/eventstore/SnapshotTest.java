package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;

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
}
