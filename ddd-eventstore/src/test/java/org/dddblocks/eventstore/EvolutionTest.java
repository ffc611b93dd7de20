package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class EvolutionTest {
    @Nested
    class OnH2 extends EvolutionContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends EvolutionContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends EvolutionContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
