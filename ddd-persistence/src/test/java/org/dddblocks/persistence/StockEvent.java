package org.dddblocks.persistence;

import org.dddblocks.core.DomainEvent;

public sealed interface StockEvent extends DomainEvent {
    @org.jmolecules.event.annotation.DomainEvent(namespace = "inventory", name = "UnitsAdded")
    record UnitsAdded(Sku sku, int units) implements StockEvent {}

    @org.jmolecules.event.annotation.DomainEvent(namespace = "inventory", name = "UnitsTaken")
    record UnitsTaken(Sku sku, int units) implements StockEvent {}
}
