package org.dddblocks.testkit;

import org.dddblocks.eventstore.EventStore;

class InMemoryEventStoreContractTest extends EventStoreContract implements Counted {
    @Override
    protected EventStore emptyStore() {
        return InMemoryEventStore.create();
    }
}
