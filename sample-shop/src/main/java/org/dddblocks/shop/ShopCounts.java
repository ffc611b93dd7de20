package org.dddblocks.shop;

import java.util.Map;

/**
 * What the machinery did, from the stores.
 *
 * @param storedEvents events in ordering's event store
 * @param messagesSent messages written to the outboxes of all contexts
 * @param messagesConsumed messages whose effect is committed, counted once per consumer
 * @param messagesWaiting messages not sent yet
 * @param sagas fulfilments by state, such as {@code COMPLETED}
 */
public record ShopCounts(
        long storedEvents, long messagesSent, long messagesConsumed, long messagesWaiting, Map<String, Long> sagas) {
    /** Copies the map. */
    public ShopCounts {
        sagas = Map.copyOf(sagas);
    }
}
