package org.dddblocks.persistence.spi;

import org.dddblocks.persistence.TestDatabase;
import org.junit.jupiter.api.Nested;

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
}
