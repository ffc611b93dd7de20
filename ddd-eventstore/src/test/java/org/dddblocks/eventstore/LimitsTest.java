package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;

class LimitsTest {
    @Nested
    class OnH2 extends LimitsContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends LimitsContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }
}
