package org.dddblocks.shop.ordering.api;

/**
 * Fulfilment of the order is on its way.
 *
 * @param orderId which
 */
public record OrderAccepted(String orderId) {}
