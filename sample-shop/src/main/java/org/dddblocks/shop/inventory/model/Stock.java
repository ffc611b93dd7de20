package org.dddblocks.shop.inventory.model;

import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.ValueObject;
import org.dddblocks.shop.inventory.model.StockEvent.StockAdjusted;
import org.dddblocks.shop.inventory.model.StockEvent.StockOpened;
import org.dddblocks.shop.inventory.model.StockEvent.UnitsReleased;
import org.dddblocks.shop.inventory.model.StockEvent.UnitsReserved;
import org.dddblocks.shop.inventory.model.StockEvent.UnitsRestocked;
import org.dddblocks.shop.inventory.model.StockEvent.UnitsShipped;

/** The units of one product in the warehouse. */
public final class Stock extends AggregateRoot<Stock, Sku, StockEvent> {
    /** Its name and events. */
    public static final AggregateType<Stock, Sku, StockEvent> TYPE =
            AggregateType.stateBased("stock", Stock.class, StockEvent.class);

    private int onHand;
    private int reserved;
    private Moved moved;

    private Stock(Sku sku, int onHand, int reserved, Moved moved) {
        super(sku);
        this.onHand = onHand;
        this.reserved = reserved;
        this.moved = moved;
    }

    /**
     * What came and went since the beginning, in units: on hand = opened + adjusted - shipped + returned.
     *
     * @param opened put on the shelf by openings
     * @param adjusted found (positive) or lost (negative)
     * @param released kept once and given up
     * @param shipped left
     * @param returned came back
     */
    public record Moved(int opened, int adjusted, int released, int shipped, int returned) implements ValueObject {
        static final Moved NOTHING = new Moved(0, 0, 0, 0, 0);
    }

    /**
     * A product of which there is nothing yet.
     *
     * @param sku its stock code
     * @return an empty shelf
     */
    public static Stock empty(Sku sku) {
        return new Stock(sku, 0, 0, Moved.NOTHING);
    }

    /**
     * A shelf as it was stored.
     *
     * @param sku the stock code
     * @param onHand units in the warehouse
     * @param reserved units of these kept for orders
     * @param moved what came and went
     * @return the shelf
     */
    public static Stock stored(Sku sku, int onHand, int reserved, Moved moved) {
        return new Stock(sku, onHand, reserved, moved);
    }

    /**
     * Puts first units on the shelf.
     *
     * @param units at least 0
     */
    public void open(int units) {
        require(units >= 0, "UNITS_NEGATIVE", "%d units of %s cannot be put on the shelf.", units, id());
        onHand = Math.addExact(onHand, units);
        moved = new Moved(moved.opened + units, moved.adjusted, moved.released, moved.shipped, moved.returned);
        record(new StockOpened(id(), units));
    }

    /**
     * Corrects the number of units.
     *
     * @param units more or fewer
     * @param reason as booked
     */
    public void adjust(int units, String reason) {
        require(
                free() + (long) units >= 0,
                "STOCK_TOO_LOW",
                "%d units of %s are free; %d cannot be taken away.",
                free(),
                id(),
                -units);
        onHand = Math.addExact(onHand, units);
        moved = new Moved(moved.opened, moved.adjusted + units, moved.released, moved.shipped, moved.returned);
        record(new StockAdjusted(id(), units, reason));
    }

    void reserve(int units) {
        require(units <= free(), "STOCK_SHORT", "%d units of %s are free, not %d.", free(), id(), units);
        reserved += units;
        record(new UnitsReserved(id(), units));
    }

    void release(int units) {
        require(units <= reserved, "NOT_RESERVED", "%d units of %s are kept, not %d.", reserved, id(), units);
        reserved -= units;
        moved = new Moved(moved.opened, moved.adjusted, moved.released + units, moved.shipped, moved.returned);
        record(new UnitsReleased(id(), units));
    }

    void ship(int units) {
        require(units <= reserved, "NOT_RESERVED", "%d units of %s are kept, not %d.", reserved, id(), units);
        reserved -= units;
        onHand -= units;
        moved = new Moved(moved.opened, moved.adjusted, moved.released, moved.shipped + units, moved.returned);
        record(new UnitsShipped(id(), units));
    }

    void restock(int units) {
        onHand = Math.addExact(onHand, units);
        moved = new Moved(moved.opened, moved.adjusted, moved.released, moved.shipped, moved.returned + units);
        record(new UnitsRestocked(id(), units));
    }

    /**
     * Units in the warehouse.
     *
     * @return reserved ones included
     */
    public int onHand() {
        return onHand;
    }

    /**
     * Units kept for orders.
     *
     * @return at most {@link #onHand()}
     */
    public int reserved() {
        return reserved;
    }

    /**
     * Units that can still be reserved.
     *
     * @return at least 0
     */
    public int free() {
        return onHand - reserved;
    }

    /**
     * What came and went.
     *
     * @return since the beginning
     */
    public Moved moved() {
        return moved;
    }
}
