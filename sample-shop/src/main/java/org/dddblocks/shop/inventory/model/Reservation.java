package org.dddblocks.shop.inventory.model;

import java.util.Map;
import java.util.TreeMap;
import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.AggregateType;
import org.dddblocks.shop.inventory.model.ReservationEvent.GoodsGivenBack;
import org.dddblocks.shop.inventory.model.ReservationEvent.GoodsReleased;
import org.dddblocks.shop.inventory.model.ReservationEvent.GoodsReserved;
import org.dddblocks.shop.inventory.model.ReservationEvent.GoodsShipped;
import org.dddblocks.shop.inventory.model.ReservationEvent.GoodsShort;

/**
 * The goods that are kept for one order. Messages about an order may arrive in any order: what comes too early is noted,
 * what comes too late changes nothing, and the units add up in the end.
 *
 * <p>Each command changes the shelves with it, in one transaction: all goods of an order are kept or none.
 */
public final class Reservation extends AggregateRoot<Reservation, ReservationId, ReservationEvent> {
    /** Its name and events. */
    public static final AggregateType<Reservation, ReservationId, ReservationEvent> TYPE =
            AggregateType.stateBased("reservation", Reservation.class, ReservationEvent.class);

    private State state;
    private Goods goods;

    private Reservation(ReservationId id, State state, Goods goods) {
        super(id);
        this.state = state;
        this.goods = goods;
    }

    /** How far a reservation is. */
    public enum State {
        /** Nobody asked yet; its goods are those that were given back too early. */
        EXPECTED,
        /** Its goods are kept on the shelves. */
        RESERVED,
        /** There was not enough. */
        SHORT,
        /** The order was given up. */
        RELEASED,
        /** Its goods are with the customer. */
        SHIPPED
    }

    /**
     * A reservation nobody asked for yet.
     *
     * @param id for which order
     * @return it
     */
    public static Reservation expected(ReservationId id) {
        return new Reservation(id, State.EXPECTED, Goods.NONE);
    }

    /**
     * A reservation as it was stored.
     *
     * @param id for which order
     * @param state how far it is
     * @param goods see {@link State}
     * @return it
     */
    public static Reservation stored(ReservationId id, State state, Goods goods) {
        return new Reservation(id, state, goods);
    }

    /**
     * Keeps all goods, or none if one is missing; does nothing if that was decided before.
     *
     * @param wanted what was ordered
     * @param shelves the stock of each of these products
     */
    public void reserve(Goods wanted, Shelves shelves) {
        if (state != State.EXPECTED) {
            return;
        }
        Goods needed = wanted.minus(goods);
        Goods missing = missing(needed, shelves);
        if (missing.equals(Goods.NONE)) {
            needed.units().forEach((sku, units) -> shelves.of(sku).reserve(units));
            become(State.RESERVED, needed);
            record(new GoodsReserved(id(), needed));
        } else {
            become(State.SHORT, Goods.NONE);
            record(new GoodsShort(id(), missing));
        }
    }

    /**
     * Gives up the order: what is kept becomes free, and a reservation that comes later is refused.
     *
     * @param shelves the stock of each kept product
     */
    public void release(Shelves shelves) {
        if (state != State.RESERVED && state != State.EXPECTED) {
            return;
        }
        Goods kept = state == State.RESERVED ? goods : Goods.NONE;
        kept.units().forEach((sku, units) -> shelves.of(sku).release(units));
        become(State.RELEASED, Goods.NONE);
        record(new GoodsReleased(id(), kept));
    }

    /**
     * The parcel left.
     *
     * @param shelves the stock of each kept product
     */
    public void ship(Shelves shelves) {
        if (state != State.RESERVED) {
            return;
        }
        goods.units().forEach((sku, units) -> shelves.of(sku).ship(units));
        state = State.SHIPPED;
        record(new GoodsShipped(id(), goods));
    }

    /**
     * The customer does not want some units: they become free if they are kept, go back on the shelf if they left, and
     * are not kept in the first place if nobody asked for them yet.
     *
     * @param back which
     * @param shelves the stock of each of these products
     */
    public void giveBack(Goods back, Shelves shelves) {
        switch (state) {
            case EXPECTED -> goods = goods.plus(back);
            case RESERVED -> takeBack(back, (sku, units) -> shelves.of(sku).release(units));
            case SHIPPED -> takeBack(back, (sku, units) -> shelves.of(sku).restock(units));
            case SHORT, RELEASED -> {
                return;
            }
        }
        record(new GoodsGivenBack(id(), back));
    }

    private void takeBack(Goods back, java.util.function.BiConsumer<Sku, Integer> onShelf) {
        require(goods.contain(back), "MORE_THAN_KEPT", "Order %s has %s, not %s.", id(), goods, back);
        goods = goods.minus(back);
        back.units().forEach(onShelf);
    }

    private static Goods missing(Goods needed, Shelves shelves) {
        Map<Sku, Integer> missing = new TreeMap<>();
        needed.units()
                .forEach((sku, units) ->
                        missing.put(sku, Math.max(0, units - shelves.of(sku).free())));
        return Goods.of(missing);
    }

    private void become(State next, Goods kept) {
        state = next;
        goods = kept;
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
     * Its goods.
     *
     * @return see {@link State}
     */
    public Goods goods() {
        return goods;
    }
}
