package org.dddblocks.saga.planted;

import org.dddblocks.eventstore.EventStore;

public final class SagaThatKnowsTheEventStore {
    public String text(EventStore store) {
        return store.toString();
    }
}
