package org.dddblocks.shop.payment.api;

/**
 * The bank said no; no money moved.
 *
 * @param orderId which
 * @param reason for people
 */
public record PaymentDeclined(String orderId, String reason) {}
