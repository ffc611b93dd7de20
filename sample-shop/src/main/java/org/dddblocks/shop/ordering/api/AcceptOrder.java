package org.dddblocks.shop.ordering.api;

/**
 * Fulfilment takes the order on. Answered by {@link OrderAccepted} or {@link OrderWasRejected}.
 *
 * @param orderId which
 */
public record AcceptOrder(String orderId) {}
