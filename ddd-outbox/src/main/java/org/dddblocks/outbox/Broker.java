package org.dddblocks.outbox;

import java.util.concurrent.CompletionStage;

/**
 * Carries messages away; the port behind which Kafka, RabbitMQ or {@link InMemoryBroker} stand.
 *
 * <p><b>Promise asked for.</b> A send that completed normally is never lost: the relay deletes the message then. A send
 * may be repeated with the same message after any doubt, so consumers see a message at least once.
 * <b>Order.</b> The relay sends the next message of a key only after the one before was accepted; the broker delivers
 * messages of one key in the order in which it accepted them.
 * <b>Threads.</b> {@link #send} is called by one relay thread and should return quickly; the stage may complete on any
 * thread.
 */
public interface Broker extends AutoCloseable {
    /**
     * Sends one message.
     *
     * @param message the message
     * @return completes when the broker is responsible for the message; with {@link BrokerUnavailableException} if the
     *     broker as a whole is away; with anything else if this message could not be taken over or that is not certain
     * @throws BrokerUnavailableException the same as completing with it
     */
    CompletionStage<Void> send(Message message);

    /** Gives back what the client holds; sends that did not finish complete exceptionally. */
    @Override
    void close();
}
