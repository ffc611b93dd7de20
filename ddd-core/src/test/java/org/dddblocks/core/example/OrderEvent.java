package org.dddblocks.core.example;

import java.util.List;
import org.dddblocks.core.DomainEvent;

public sealed interface OrderEvent extends DomainEvent {
    record OrderPlaced(OrderId id, CustomerId customer, List<String> items) implements OrderEvent {
        public OrderPlaced {
            items = List.copyOf(items);
        }
    }

    record OrderCancelled(OrderId id, String why) implements OrderEvent {}

    /** Nested sealed: its leaves count. */
    sealed interface Settled extends OrderEvent {}

    record OrderPaid(OrderId id) implements Settled {}

    record OrderRefunded(OrderId id) implements Settled {}
}
