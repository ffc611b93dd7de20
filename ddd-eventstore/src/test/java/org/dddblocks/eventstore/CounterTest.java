package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class CounterTest {
    @Nested
    class OnH2 extends CounterContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends CounterContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
