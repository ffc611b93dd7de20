package org.dddblocks.shop.ordering.api;

/**
 * Units of one product.
 *
 * @param sku the product's stock code in upper case
 * @param units how many, at least 1
 */
public record ProductUnits(String sku, int units) {}
