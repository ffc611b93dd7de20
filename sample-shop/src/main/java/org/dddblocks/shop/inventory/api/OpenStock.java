package org.dddblocks.shop.inventory.api;

/**
 * Puts the first units of a product on the shelf. The same opening id and product again changes nothing.
 *
 * @param openingId which opening, such as the name of a file
 * @param sku the product's stock code; upper and lower case mean the same product
 * @param units how many, at least 0
 */
public record OpenStock(String openingId, String sku, int units) {}
