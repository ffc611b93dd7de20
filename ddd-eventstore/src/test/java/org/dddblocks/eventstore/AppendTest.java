package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;

class AppendTest {
    @Nested
    class OnH2 extends AppendContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends AppendContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }
}
