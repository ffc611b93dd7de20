package org.dddblocks.persistence.spi;

import org.dddblocks.persistence.TestDatabase;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class LeasesTest {
    @Nested
    class OnH2 extends LeasesContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    class OnPostgres extends LeasesContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends LeasesContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
