package org.dddblocks.testkit.model;

import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.AggregateType;
import org.dddblocks.testkit.model.ShelfEvent.ShelfBuilt;
import org.dddblocks.testkit.model.ShelfEvent.UnitsStored;

/** The state-based root of the contract suites. */
public final class Shelf extends AggregateRoot<Shelf, ShelfId, ShelfEvent> {
    /** Its description. */
    public static final AggregateType<Shelf, ShelfId, ShelfEvent> TYPE =
            AggregateType.stateBased("shelf", Shelf.class, ShelfEvent.class);

    private int units;

    Shelf(ShelfId id, int units) {
        super(id);
        this.units = units;
    }

    /**
     * Builds an empty shelf.
     *
     * @param id its place
     * @return the shelf
     */
    public static Shelf build(ShelfId id) {
        Shelf shelf = new Shelf(id, 0);
        shelf.record(new ShelfBuilt(id));
        return shelf;
    }

    /**
     * Stores units.
     *
     * @param more how many
     */
    public void store(int more) {
        units += more;
        record(new UnitsStored(id(), more));
    }

    /**
     * How many units are there.
     *
     * @return the units
     */
    public int units() {
        return units;
    }
}
