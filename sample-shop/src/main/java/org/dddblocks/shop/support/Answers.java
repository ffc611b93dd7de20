package org.dddblocks.shop.support;

/** Carries an answer that was given before to whoever asks again. */
@FunctionalInterface
public interface Answers {
    /**
     * Answers in the current transaction.
     *
     * @param order about which order
     * @param message the answer, a type of the context's {@code api}
     */
    void answer(String order, Object message);
}
