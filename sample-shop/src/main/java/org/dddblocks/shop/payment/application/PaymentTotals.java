package org.dddblocks.shop.payment.application;

import org.dddblocks.core.Money;

/**
 * What was paid and paid back.
 *
 * @param authorised payments set aside and not taken yet
 * @param captured payments taken
 * @param capturedAmount their sum
 * @param voided payments let go
 * @param declined payments the bank refused
 * @param declinedAmount their sum
 * @param refunds credit notes of which something was paid back
 * @param refundedAmount what was paid back
 * @param refundsWaiting parts of credit notes that wait for the payment of their order
 * @param refundsNotDue parts of credit notes whose order was never paid
 */
public record PaymentTotals(
        long authorised,
        long captured,
        Money capturedAmount,
        long voided,
        long declined,
        Money declinedAmount,
        long refunds,
        Money refundedAmount,
        long refundsWaiting,
        long refundsNotDue) {}
