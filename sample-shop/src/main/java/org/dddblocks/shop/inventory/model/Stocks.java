package org.dddblocks.shop.inventory.model;

import java.util.Optional;

/** The stock of all products. */
public interface Stocks {
    /**
     * Finds a product's stock and keeps others from changing it until the transaction ends.
     *
     * @param sku which
     * @return its stock, or empty if there never was any
     */
    Optional<Stock> find(Sku sku);

    /**
     * Keeps what was decided, a new stock and one that was found before alike.
     *
     * @param stock it
     */
    void put(Stock stock);
}
