package org.dddblocks.shop.ordering.api;

/**
 * The order cannot be fulfilled. Answered by {@link OrderWasRejected}.
 *
 * @param orderId which
 * @param reason for people
 */
public record RejectOrder(String orderId, String reason) {}
