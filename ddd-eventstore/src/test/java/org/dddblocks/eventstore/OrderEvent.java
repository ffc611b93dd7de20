package org.dddblocks.eventstore;

import org.dddblocks.core.DomainEvent;

sealed interface OrderEvent extends DomainEvent {
    @org.jmolecules.event.annotation.DomainEvent(namespace = "ordering", name = "OrderPlaced")
    record OrderPlaced(String orderId, String customer) implements OrderEvent {}

    @org.jmolecules.event.annotation.DomainEvent(namespace = "ordering", name = "UnitsAdded")
    record UnitsAdded(int units) implements OrderEvent {}

    @org.jmolecules.event.annotation.DomainEvent(namespace = "ordering", name = "OrderCancelled")
    record OrderCancelled(String why) implements OrderEvent {}
}
