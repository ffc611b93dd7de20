package org.dddblocks.architecture.snippets;

import java.util.List;
import org.jmolecules.event.annotation.DomainEvent;

public sealed interface OrderEvent extends org.dddblocks.core.DomainEvent {
    @DomainEvent(namespace = "ordering", name = "OrderPlaced")
    record OrderPlaced(OrderId id, List<OrderLine> lines) implements OrderEvent {
        public OrderPlaced {
            lines = List.copyOf(lines);
        }
    }

    @DomainEvent(namespace = "ordering", name = "OrderCancelled")
    record OrderCancelled(OrderId id, String why) implements OrderEvent {}
}
