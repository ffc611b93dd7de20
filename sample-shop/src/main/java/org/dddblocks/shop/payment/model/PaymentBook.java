package org.dddblocks.shop.payment.model;

import java.util.Optional;

/** All payments and payouts. */
public interface PaymentBook {
    /**
     * Finds a payment and keeps others from changing it until the transaction ends.
     *
     * @param id of which order
     * @return it, or empty if nothing is known of this order
     */
    Optional<Payment> find(PaymentId id);

    /**
     * Keeps what was decided, a new payment and one that was found before alike.
     *
     * @param payment it
     */
    void put(Payment payment);

    /**
     * Finds a payout.
     *
     * @param id for which credit note
     * @return it, or empty
     */
    Optional<Payout> find(PayoutId id);

    /**
     * Adds a payout.
     *
     * @param payout it
     */
    void add(Payout payout);
}
