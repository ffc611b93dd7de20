package org.dddblocks.shop.delivery.application;

import java.time.LocalDate;
import java.util.List;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.shop.delivery.api.DispatchDay;
import org.dddblocks.shop.delivery.api.OrderWasDelivered;
import org.dddblocks.shop.delivery.api.ShipOrder;
import org.dddblocks.shop.delivery.model.Shipment;
import org.dddblocks.shop.delivery.model.ShipmentId;
import org.dddblocks.shop.delivery.model.Shipments;
import org.dddblocks.shop.delivery.model.WorkingDays;
import org.dddblocks.shop.ordering.api.OrderUnitsWereCancelled;
import org.dddblocks.shop.ordering.api.ProductUnits;
import org.dddblocks.shop.support.Again;

/** Does what delivery is asked to do. */
public final class Dispatch implements Deliveries {
    private final Transactions transactions;
    private final Shipments shipments;
    private final WorkingDays days;
    private final Questions questions;
    private final DeliverySums sums;

    /**
     * Wires it.
     *
     * @param transactions of delivery's own database
     * @param shipments all of them
     * @param days which are over
     * @param questions remembers who waits for a parcel
     * @param sums reads the totals
     */
    public Dispatch(
            Transactions transactions, Shipments shipments, WorkingDays days, Questions questions, DeliverySums sums) {
        this.transactions = transactions;
        this.shipments = shipments;
        this.days = days;
        this.questions = questions;
        this.sums = sums;
    }

    /**
     * Schedules a parcel, or sends it at once if its day is over.
     *
     * @param command which
     */
    public void ship(ShipOrder command) {
        // Asked first: it keeps the day from ending while the parcel is being scheduled.
        boolean over = days.isOver(command.day());
        Shipment shipment = shipment(command.orderId());
        if (shipment.state() == Shipment.State.DELIVERED || shipment.state() == Shipment.State.DROPPED) {
            questions.answerAgain(new OrderWasDelivered(command.orderId(), shipment.day()));
            return;
        }
        questions.remember(shipment.id());
        shipment.schedule(command.day(), command.units());
        if (over) {
            shipment.dispatch();
        }
        shipments.put(shipment);
    }

    /**
     * Units of an order were cancelled before it left.
     *
     * @param message the order and its units
     */
    public void takeOut(OrderUnitsWereCancelled message) {
        Shipment shipment = shipment(message.orderId());
        shipment.takeOut(message.goods().stream().mapToInt(ProductUnits::units).sum());
        shipments.put(shipment);
    }

    @Override
    public int dispatch(DispatchDay command) {
        return Again.onConflict(() -> transactions.call(() -> close(command.day())));
    }

    /** One transaction: the day ends and its parcels leave, or neither. */
    private int close(LocalDate day) {
        days.close(day);
        List<ShipmentId> waiting = shipments.scheduled(day);
        for (ShipmentId id : waiting) {
            Shipment shipment = shipment(id.value());
            questions.answering(id, () -> {
                shipment.dispatch();
                shipments.put(shipment);
            });
        }
        return waiting.size();
    }

    private Shipment shipment(String order) {
        ShipmentId id = new ShipmentId(order);
        return shipments.find(id).orElseGet(() -> Shipment.expected(id));
    }

    @Override
    public DeliveryTotals totals() {
        return sums.totals();
    }
}
