package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

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

    @Nested
    @Tag("services")
    class OnMariaDb extends RepositoryContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
