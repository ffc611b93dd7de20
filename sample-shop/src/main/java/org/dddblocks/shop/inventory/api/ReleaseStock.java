package org.dddblocks.shop.inventory.api;

/**
 * Gives up what was kept for an order. Answered by {@link StockReleased}, also if nothing was kept.
 *
 * @param orderId which
 */
public record ReleaseStock(String orderId) {}
