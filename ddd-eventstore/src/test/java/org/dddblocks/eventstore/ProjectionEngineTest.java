package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class ProjectionEngineTest {
    @Nested
    class OnH2 extends ProjectionEngineContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends ProjectionEngineContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends ProjectionEngineContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
