package org.dddblocks.shop.payment.api;

import org.dddblocks.core.Money;

/**
 * Asks the customer's bank to set the amount aside. Answered by {@link PaymentAuthorised} or {@link PaymentDeclined}.
 *
 * @param orderId for which order; the natural id of the payment
 * @param amount at least zero; zero does not bother the bank
 */
public record AuthorisePayment(String orderId, Money amount) {}
