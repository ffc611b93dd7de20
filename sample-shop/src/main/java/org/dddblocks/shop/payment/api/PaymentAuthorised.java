package org.dddblocks.shop.payment.api;

/**
 * The amount is set aside.
 *
 * @param orderId which
 */
public record PaymentAuthorised(String orderId) {}
