package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;

class RaceTest {
    @Nested
    class OnH2 extends RaceContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends RaceContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }
}
