package org.dddblocks.outbox;

import java.util.concurrent.CompletionStage;

/** Carries messages away; the port behind which Kafka, RabbitMQ or {@link InMemoryBroker} stand. */
public interface Broker extends AutoCloseable {
    /**
     * Sends one message.
     *
     * @param message the message
     * @return completes when the broker is responsible for it, or exceptionally if that is not certain
     */
    CompletionStage<Void> send(Message message);

    @Override
    void close();
}
