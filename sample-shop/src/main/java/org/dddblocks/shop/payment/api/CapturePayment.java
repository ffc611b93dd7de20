package org.dddblocks.shop.payment.api;

/**
 * Takes the amount that was set aside. Answered by {@link PaymentCaptured}.
 *
 * @param orderId which
 */
public record CapturePayment(String orderId) {}
