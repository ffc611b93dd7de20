package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;

class TransactionTest {
    @Nested
    class OnH2 extends TransactionContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends TransactionContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }
}
