package org.dddblocks.shop.payment.api;

/**
 * The money is ours.
 *
 * @param orderId which
 */
public record PaymentCaptured(String orderId) {}
