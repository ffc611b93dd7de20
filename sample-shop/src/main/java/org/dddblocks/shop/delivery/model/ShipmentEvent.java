package org.dddblocks.shop.delivery.model;

import java.time.LocalDate;
import org.dddblocks.core.DomainEvent;

/** What can happen to a shipment. */
public sealed interface ShipmentEvent extends DomainEvent {
    /**
     * To which shipment.
     *
     * @return its id
     */
    ShipmentId shipment();

    /**
     * A parcel is to leave at the end of a day.
     *
     * @param shipment of which order
     * @param day which
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "delivery", name = "ShipmentScheduled")
    record ShipmentScheduled(ShipmentId shipment, LocalDate day) implements ShipmentEvent {}

    /**
     * The parcel left and arrived.
     *
     * @param shipment of which order
     * @param day on which day
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "delivery", name = "ParcelDelivered")
    record ParcelDelivered(ShipmentId shipment, LocalDate day) implements ShipmentEvent {}

    /**
     * Everything in the parcel was cancelled before it left.
     *
     * @param shipment of which order
     * @param day on which day it would have left
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "delivery", name = "NothingLeftToSend")
    record NothingLeftToSend(ShipmentId shipment, LocalDate day) implements ShipmentEvent {}

    /**
     * Units were taken out of the parcel, or never put in.
     *
     * @param shipment of which order
     * @param units how many
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "delivery", name = "UnitsTakenOut")
    record UnitsTakenOut(ShipmentId shipment, int units) implements ShipmentEvent {}
}
