package org.dddblocks.persistence.spi;

import org.dddblocks.persistence.TestDatabase;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class LeasesTest {
    @Nested
    class OnH2 extends LeasesContract {
        OnH2() {
            super(TestDatabase.H2.fresh());
        }
    }

    @Nested
    class OnPostgres extends LeasesContract {
        OnPostgres() {
            super(TestDatabase.POSTGRESQL.fresh());
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends LeasesContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB.fresh());
        }
    }

    @Nested
    class KeeperOnH2 extends LeaseKeeperContract {
        KeeperOnH2() {
            super(TestDatabase.H2.fresh());
        }
    }

    @Nested
    class KeeperOnPostgres extends LeaseKeeperContract {
        KeeperOnPostgres() {
            super(TestDatabase.POSTGRESQL.fresh());
        }
    }

    @Nested
    @Tag("services")
    class KeeperOnMariaDb extends LeaseKeeperContract {
        KeeperOnMariaDb() {
            super(TestDatabase.MARIADB.fresh());
        }
    }
}
