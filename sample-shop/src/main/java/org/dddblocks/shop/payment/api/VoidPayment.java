package org.dddblocks.shop.payment.api;

/**
 * Lets the amount go that was set aside. Answered by {@link PaymentVoided}, also if nothing was set aside.
 *
 * @param orderId which
 */
public record VoidPayment(String orderId) {}
