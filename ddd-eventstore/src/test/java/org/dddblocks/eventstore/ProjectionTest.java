package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class ProjectionTest {
    @Nested
    class OnH2 extends ProjectionContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends ProjectionContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends ProjectionContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
