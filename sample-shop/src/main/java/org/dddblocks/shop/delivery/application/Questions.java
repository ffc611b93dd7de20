package org.dddblocks.shop.delivery.application;

import org.dddblocks.shop.delivery.api.OrderWasDelivered;
import org.dddblocks.shop.delivery.model.ShipmentId;

/**
 * Remembers who asked for a parcel, so that the answer, which may be hours later, finds the one who waits for it. All
 * methods work in the current transaction.
 */
public interface Questions {
    /**
     * Remembers the message that is being handled as the question.
     *
     * @param shipment what was asked for
     */
    void remember(ShipmentId shipment);

    /**
     * Does something as an answer to the remembered question.
     *
     * @param shipment what was asked for
     * @param work publishes the answer
     */
    void answering(ShipmentId shipment, Runnable work);

    /**
     * Gives an answer once more to whoever asks now.
     *
     * @param answer it
     */
    void answerAgain(OrderWasDelivered answer);
}
