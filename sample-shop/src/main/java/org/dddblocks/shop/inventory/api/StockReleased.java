package org.dddblocks.shop.inventory.api;

/**
 * Nothing is kept for the order any more.
 *
 * @param orderId which
 */
public record StockReleased(String orderId) {}
