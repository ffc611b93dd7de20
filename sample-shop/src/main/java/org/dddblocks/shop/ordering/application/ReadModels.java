package org.dddblocks.shop.ordering.application;

/** What people read of orders and credit notes, folded from their events. */
public interface ReadModels {
    /**
     * The totals, after catching up with all stored events.
     *
     * @return them
     */
    OrderingTotals totals();

    /** Empties them and folds all stored events again. */
    void rebuild();
}
