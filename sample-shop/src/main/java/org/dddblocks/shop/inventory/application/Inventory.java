package org.dddblocks.shop.inventory.application;

import java.util.Collection;
import org.dddblocks.shop.inventory.api.AdjustStock;
import org.dddblocks.shop.inventory.api.OpenStock;

/**
 * The door to inventory for a client in the same process.
 *
 * <p><b>Threads.</b> Safe for many threads. Each call is one transaction of its own, committed when the method returns;
 * a command whose id is known already changes nothing.
 */
public interface Inventory {
    /**
     * Opens stock of many products at once, all or nothing.
     *
     * @param openings any number
     * @return how many were new
     */
    int open(Collection<OpenStock> openings);

    /**
     * Corrects the stock of one product.
     *
     * @param command the correction
     * @return whether it is new
     * @throws org.dddblocks.core.DomainRejection {@code STOCK_TOO_LOW} if fewer units are free than it takes away
     */
    boolean adjust(AdjustStock command);

    /**
     * What lies in the warehouse.
     *
     * @return the totals
     */
    InventoryTotals totals();
}
