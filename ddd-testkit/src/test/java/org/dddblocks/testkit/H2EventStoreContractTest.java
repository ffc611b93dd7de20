package org.dddblocks.testkit;

class H2EventStoreContractTest extends CounterEventStoreContract implements OnH2 {
    @Override
    protected String shortestLockTimeout() {
        return "set lock_timeout 50";
    }
}
