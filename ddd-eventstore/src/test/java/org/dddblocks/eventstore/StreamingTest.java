package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;

class StreamingTest {
    @Nested
    class OnH2 extends StreamingContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends StreamingContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }
}
