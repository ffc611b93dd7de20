package org.dddblocks.testkit;

import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbEventStoreContractTest extends CounterEventStoreContract implements OnMariaDb {
    @Override
    protected String shortestLockTimeout() {
        return "set innodb_lock_wait_timeout = 1";
    }
}
