package org.dddblocks.shop.ordering.api;

/**
 * The order reached its end: the customer has what was left of it.
 *
 * @param orderId which
 */
public record OrderCompleted(String orderId) {}
