package org.dddblocks.shop.ordering.application;

import java.util.Optional;

/** What people read of orders and credit notes, folded from their events. */
public interface ReadModels {
    /**
     * The totals, after catching up with all stored events.
     *
     * @return them
     */
    OrderingTotals totals();

    /**
     * Why an order was rejected, after catching up.
     *
     * @param orderId which
     * @return the reason; empty if it was not rejected
     */
    Optional<String> rejection(String orderId);

    /** Empties them and folds all stored events again. */
    void rebuild();
}
