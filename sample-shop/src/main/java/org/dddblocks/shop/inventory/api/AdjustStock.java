package org.dddblocks.shop.inventory.api;

/**
 * Corrects what is on the shelf after a count, a breakage or a find. The same adjustment id again changes nothing.
 *
 * @param adjustmentId the natural id, such as {@code 536589/1}
 * @param sku the product's stock code; upper and lower case mean the same product
 * @param units how many more (positive) or fewer (negative); fewer than are free is refused with {@code STOCK_TOO_LOW}
 * @param reason as booked
 */
public record AdjustStock(String adjustmentId, String sku, int units, String reason) {}
