package org.dddblocks.eventstore;

import org.junit.jupiter.api.Nested;

class CounterTest {
    @Nested
    class OnH2 extends CounterContract {
        OnH2() {
            super(TestDatabase.H2);
        }
    }
}
