package org.dddblocks.shop.payment.model;

import org.dddblocks.core.Money;
import org.dddblocks.core.ValueObject;

/**
 * Money that a credit note gives back from the payment of an order.
 *
 * @param creditNote which; one refund per credit note and payment
 * @param amount how much
 * @param state whether it was paid
 */
public record Refund(String creditNote, Money amount, State state) implements ValueObject {
    /** Whether a refund was paid. */
    public enum State {
        /** Waits until the payment is captured. */
        WAITING,
        /** Paid back. */
        PAID,
        /** The payment never happened, so there is nothing to pay back. */
        NOT_DUE
    }

    Refund become(State next) {
        return new Refund(creditNote, amount, next);
    }
}
