package org.dddblocks.shop.payment.api;

/**
 * Nothing is set aside any more.
 *
 * @param orderId which
 */
public record PaymentVoided(String orderId) {}
