package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;

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
}
