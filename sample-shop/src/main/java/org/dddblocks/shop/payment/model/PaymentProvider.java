package org.dddblocks.shop.payment.model;

import org.dddblocks.core.Money;
import org.dddblocks.core.ValueObject;

/**
 * Moves money; the port behind which the outside provider stands. Each call carries a key: the same key again has no
 * second effect and gets the same answer, so that a call may be repeated after a crash.
 */
public interface PaymentProvider {
    /**
     * Sets an amount aside.
     *
     * @param key of this payment
     * @param amount more than zero
     * @return whether the bank agreed
     */
    Verdict authorise(String key, Money amount);

    /**
     * Takes what was set aside.
     *
     * @param key of the payment
     * @param amount what was authorised
     */
    void capture(String key, Money amount);

    /**
     * Lets go what was set aside.
     *
     * @param key of the payment
     */
    void letGo(String key);

    /**
     * Gives money.
     *
     * @param key of this refund
     * @param amount how much
     */
    void refund(String key, Money amount);

    /**
     * What the bank said.
     *
     * @param isApproved whether it agreed
     * @param reason why not; empty if it agreed
     */
    record Verdict(boolean isApproved, String reason) implements ValueObject {
        /**
         * It agreed.
         *
         * @return the verdict
         */
        public static Verdict approved() {
            return new Verdict(true, "");
        }

        /**
         * It did not agree.
         *
         * @param reason for people
         * @return the verdict
         */
        public static Verdict declined(String reason) {
            return new Verdict(false, reason);
        }
    }
}
