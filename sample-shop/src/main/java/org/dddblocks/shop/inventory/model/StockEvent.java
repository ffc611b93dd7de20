package org.dddblocks.shop.inventory.model;

import org.dddblocks.core.DomainEvent;

/** What can happen to the stock of one product. */
public sealed interface StockEvent extends DomainEvent {
    /**
     * Of which product.
     *
     * @return its stock code
     */
    Sku sku();

    /**
     * First units came.
     *
     * @param sku which product
     * @param units how many
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "inventory", name = "StockOpened")
    record StockOpened(Sku sku, int units) implements StockEvent {}

    /**
     * A count, a breakage or a find.
     *
     * @param sku which product
     * @param units more (positive) or fewer (negative)
     * @param reason as booked
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "inventory", name = "StockAdjusted")
    record StockAdjusted(Sku sku, int units, String reason) implements StockEvent {}

    /**
     * Units are kept for an order.
     *
     * @param sku which product
     * @param units how many
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "inventory", name = "UnitsReserved")
    record UnitsReserved(Sku sku, int units) implements StockEvent {}

    /**
     * Units that were kept are free again.
     *
     * @param sku which product
     * @param units how many
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "inventory", name = "UnitsReleased")
    record UnitsReleased(Sku sku, int units) implements StockEvent {}

    /**
     * Units that were kept left the house.
     *
     * @param sku which product
     * @param units how many
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "inventory", name = "UnitsShipped")
    record UnitsShipped(Sku sku, int units) implements StockEvent {}

    /**
     * Units came back.
     *
     * @param sku which product
     * @param units how many
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "inventory", name = "UnitsRestocked")
    record UnitsRestocked(Sku sku, int units) implements StockEvent {}
}
