package org.dddblocks.shop.inventory.api;

/**
 * All units of the order are kept for it.
 *
 * @param orderId which
 */
public record StockReserved(String orderId) {}
