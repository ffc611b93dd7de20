package org.dddblocks.shop.ordering.api;

/**
 * The customer will not get this order.
 *
 * @param orderId which
 * @param reason for people
 */
public record OrderWasRejected(String orderId, String reason) {}
