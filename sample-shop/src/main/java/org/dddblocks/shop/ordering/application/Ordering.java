package org.dddblocks.shop.ordering.application;

import java.util.Optional;
import org.dddblocks.shop.ordering.api.EnterInLedger;
import org.dddblocks.shop.ordering.api.IssueCreditNote;
import org.dddblocks.shop.ordering.api.PlaceOrder;

/**
 * The door to ordering for a client in the same process.
 *
 * <p><b>Threads.</b> Safe for many threads. Each command is one transaction of its own, committed when the method
 * returns; a command whose id is known already changes nothing.
 */
public interface Ordering {
    /**
     * Takes an order.
     *
     * @param command the order
     * @return whether it is new
     * @throws org.dddblocks.core.DomainRejection for an order that cannot be, such as one without lines
     */
    boolean place(PlaceOrder command);

    /**
     * Issues a credit note and matches its lines with what the customer bought.
     *
     * @param command the credit note
     * @return whether it is new
     * @throws org.dddblocks.core.DomainRejection for a credit note that cannot be, such as one without any line
     */
    boolean issue(IssueCreditNote command);

    /**
     * Enters money that belongs to no order.
     *
     * @param command the entry
     * @return whether it is new
     */
    boolean enter(EnterInLedger command);

    /**
     * The totals as the read models show them, after they have caught up with all stored events.
     *
     * @return orders, credit notes and ledger
     */
    OrderingTotals totals();

    /**
     * Why an order was rejected, as the read models show it.
     *
     * @param orderId which
     * @return the reason; empty if it was not rejected
     */
    Optional<String> rejection(String orderId);

    /** Empties the read models and builds them again from the stored events. */
    void rebuildReadModels();
}
