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
     * Adds a product.
     *
     * @param stock its stock
     */
    void add(Stock stock);

    /**
     * Saves what was decided.
     *
     * @param stock a stock that was found before
     */
    void save(Stock stock);
}
