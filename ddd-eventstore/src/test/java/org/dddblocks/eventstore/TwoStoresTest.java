package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class TwoStoresTest {
    @Nested
    class OnH2 extends TwoStoresContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends TwoStoresContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends TwoStoresContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
