package org.dddblocks.shop.inventory.model;

import org.dddblocks.core.DomainEvent;

/** What can happen to the reservation of an order. */
public sealed interface ReservationEvent extends DomainEvent {
    /**
     * For which order.
     *
     * @return its reservation
     */
    ReservationId reservation();

    /**
     * All goods are kept.
     *
     * @param reservation for which order
     * @param goods what
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "inventory", name = "GoodsReserved")
    record GoodsReserved(ReservationId reservation, Goods goods) implements ReservationEvent {}

    /**
     * Not everything is there, so nothing is kept.
     *
     * @param reservation for which order
     * @param missing what is missing
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "inventory", name = "GoodsShort")
    record GoodsShort(ReservationId reservation, Goods missing) implements ReservationEvent {}

    /**
     * The order was given up; nothing is kept any more.
     *
     * @param reservation for which order
     * @param goods what was kept
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "inventory", name = "GoodsReleased")
    record GoodsReleased(ReservationId reservation, Goods goods) implements ReservationEvent {}

    /**
     * The goods left the house.
     *
     * @param reservation for which order
     * @param goods what
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "inventory", name = "GoodsShipped")
    record GoodsShipped(ReservationId reservation, Goods goods) implements ReservationEvent {}

    /**
     * Units are not wanted any more: the order now has fewer.
     *
     * @param reservation for which order
     * @param goods what
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "inventory", name = "GoodsGivenBack")
    record GoodsGivenBack(ReservationId reservation, Goods goods) implements ReservationEvent {}
}
