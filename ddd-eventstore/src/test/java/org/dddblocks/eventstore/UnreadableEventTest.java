package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;

class UnreadableEventTest {
    @Nested
    class OnH2 extends UnreadableEventContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends UnreadableEventContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }
}
