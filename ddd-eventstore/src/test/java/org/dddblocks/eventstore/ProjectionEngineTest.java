package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;

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
}
