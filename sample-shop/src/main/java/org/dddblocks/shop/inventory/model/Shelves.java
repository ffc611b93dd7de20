package org.dddblocks.shop.inventory.model;

/** The stock of the products that a decision is about. */
@FunctionalInterface
public interface Shelves {
    /**
     * The stock of a product.
     *
     * @param sku which
     * @return its stock, empty if there never was any
     */
    Stock of(Sku sku);
}
