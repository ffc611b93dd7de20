package org.dddblocks.shop.delivery.model;

import java.time.LocalDate;
import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.AggregateType;
import org.dddblocks.shop.delivery.model.ShipmentEvent.NothingLeftToSend;
import org.dddblocks.shop.delivery.model.ShipmentEvent.ParcelDelivered;
import org.dddblocks.shop.delivery.model.ShipmentEvent.ShipmentScheduled;
import org.dddblocks.shop.delivery.model.ShipmentEvent.UnitsTakenOut;

/** The parcel of one order. Cancelled units may be known before the parcel is. */
public final class Shipment extends AggregateRoot<Shipment, ShipmentId, ShipmentEvent> {
    /** Its name and events. */
    public static final AggregateType<Shipment, ShipmentId, ShipmentEvent> TYPE =
            AggregateType.stateBased("shipment", Shipment.class, ShipmentEvent.class);

    private State state;
    private LocalDate day;
    private int units;
    private int takenOut;

    private Shipment(ShipmentId id, State state, LocalDate day, int units, int takenOut) {
        super(id);
        this.state = state;
        this.day = day;
        this.units = units;
        this.takenOut = takenOut;
    }

    /** How far a shipment is. */
    public enum State {
        /** Nobody asked for it yet. */
        EXPECTED,
        /** Waits for the end of its day. */
        SCHEDULED,
        /** Arrived. */
        DELIVERED,
        /** Everything in it was cancelled before its day ended. */
        DROPPED
    }

    /**
     * A shipment nobody asked for yet.
     *
     * @param id of which order
     * @return it
     */
    public static Shipment expected(ShipmentId id) {
        return new Shipment(id, State.EXPECTED, LocalDate.EPOCH, 0, 0);
    }

    /**
     * A shipment as it was stored.
     *
     * @param id of which order
     * @param state how far it is
     * @param day on which it leaves
     * @param units how many the order has
     * @param takenOut how many of them were cancelled
     * @return it
     */
    public static Shipment stored(ShipmentId id, State state, LocalDate day, int units, int takenOut) {
        return new Shipment(id, state, day, units, takenOut);
    }

    /**
     * Schedules the parcel; does nothing if it is known already.
     *
     * @param leavesOn at whose end
     * @param ordered how many units
     */
    public void schedule(LocalDate leavesOn, int ordered) {
        if (state == State.EXPECTED) {
            state = State.SCHEDULED;
            day = leavesOn;
            units = ordered;
            record(new ShipmentScheduled(id(), leavesOn));
        }
    }

    /** The day is over: the parcel leaves, unless nothing is left in it; once is enough. */
    public void dispatch() {
        if (state == State.SCHEDULED) {
            boolean empty = takenOut >= units;
            state = empty ? State.DROPPED : State.DELIVERED;
            record(empty ? new NothingLeftToSend(id(), day) : new ParcelDelivered(id(), day));
        }
    }

    /**
     * Units were cancelled; too late if the parcel left.
     *
     * @param cancelled how many
     */
    public void takeOut(int cancelled) {
        if (state == State.EXPECTED || state == State.SCHEDULED) {
            takenOut += cancelled;
            record(new UnitsTakenOut(id(), cancelled));
        }
    }

    /**
     * How far it is.
     *
     * @return the state
     */
    public State state() {
        return state;
    }

    /**
     * When it leaves.
     *
     * @return the day at whose end
     */
    public LocalDate day() {
        return day;
    }

    /**
     * What the order has.
     *
     * @return units, cancelled ones included
     */
    public int units() {
        return units;
    }

    /**
     * What was cancelled.
     *
     * @return units
     */
    public int takenOut() {
        return takenOut;
    }
}
