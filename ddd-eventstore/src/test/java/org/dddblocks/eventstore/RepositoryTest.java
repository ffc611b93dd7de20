package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;

class RepositoryTest {
    @Nested
    class OnH2 extends RepositoryContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends RepositoryContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }
}
