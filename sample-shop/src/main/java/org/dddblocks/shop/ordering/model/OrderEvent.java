package org.dddblocks.shop.ordering.model;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.jspecify.annotations.Nullable;

/** What can happen to an order. */
public sealed interface OrderEvent extends DomainEvent {
    /**
     * To which order.
     *
     * @return its id
     */
    OrderId order();

    /**
     * A customer ordered.
     *
     * @param order which order
     * @param customer who, or null for a guest
     * @param country where to
     * @param placedAt business time
     * @param lines what, at least one
     * @param charges what else is paid for
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "ordering", name = "OrderPlaced")
    record OrderPlaced(
            OrderId order,
            @Nullable CustomerId customer,
            String country,
            LocalDateTime placedAt,
            List<Line> lines,
            List<Charge> charges)
            implements OrderEvent {
        /** Copies the lists. */
        public OrderPlaced {
            lines = List.copyOf(lines);
            charges = List.copyOf(charges);
        }
    }

    /**
     * Fulfilment took the order on.
     *
     * @param order which order
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "ordering", name = "OrderConfirmed")
    record OrderConfirmed(OrderId order) implements OrderEvent {}

    /**
     * Units were cancelled before they left.
     *
     * @param order which order
     * @param creditNote by which credit note
     * @param units which
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "ordering", name = "UnitsCancelled")
    record UnitsCancelled(OrderId order, CreditNoteId creditNote, List<LineUnits> units) implements OrderEvent {
        /** Copies the list. */
        public UnitsCancelled {
            units = List.copyOf(units);
        }
    }

    /**
     * Units came back after they were delivered.
     *
     * @param order which order
     * @param creditNote by which credit note
     * @param units which
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "ordering", name = "UnitsReturned")
    record UnitsReturned(OrderId order, CreditNoteId creditNote, List<LineUnits> units) implements OrderEvent {
        /** Copies the list. */
        public UnitsReturned {
            units = List.copyOf(units);
        }
    }

    /**
     * The customer has the goods.
     *
     * @param order which order
     * @param on on which day
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "ordering", name = "OrderDelivered")
    record OrderDelivered(OrderId order, LocalDate on) implements OrderEvent {}

    /**
     * The customer will not get the goods.
     *
     * @param order which order
     * @param reason for people
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "ordering", name = "OrderRejected")
    record OrderRejected(OrderId order, String reason) implements OrderEvent {}
}
