package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

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

    @Nested
    @Tag("services")
    class OnMariaDb extends TransactionContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
