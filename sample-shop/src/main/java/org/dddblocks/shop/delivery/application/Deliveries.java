package org.dddblocks.shop.delivery.application;

import org.dddblocks.shop.delivery.api.DispatchDay;

/**
 * The door to delivery for a client in the same process.
 *
 * <p><b>Threads.</b> Safe for many threads. Each call is one transaction of its own.
 */
public interface Deliveries {
    /**
     * Closes a day: what is scheduled up to it leaves, and what is scheduled for it later leaves at once.
     *
     * @param command which day
     * @return how many parcels left because of this call
     */
    int dispatch(DispatchDay command);

    /**
     * What was sent.
     *
     * @return the totals
     */
    DeliveryTotals totals();
}
