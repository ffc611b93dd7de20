package org.dddblocks.testkit;

import org.dddblocks.eventstore.EventStore;

class InMemoryEventSourcedRepositoryContractTest extends EventSourcedRepositoryContract implements Counted {
    @Override
    protected EventStore emptyStore() {
        return InMemoryEventStore.create();
    }
}
