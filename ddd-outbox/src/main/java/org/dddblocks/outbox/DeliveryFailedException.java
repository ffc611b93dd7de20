package org.dddblocks.outbox;

/**
 * A subscriber of the {@link InMemoryBroker} could not handle a message; the cause says why. The message stays in the outbox
 * and comes again, to every subscriber.
 */
public class DeliveryFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Who failed. */
    private final String subscriber;

    /**
     * Names the subscriber and the message, without its payload.
     *
     * @param subscriber who failed
     * @param message what it was given
     * @param cause what the handler threw
     */
    public DeliveryFailedException(String subscriber, Message message, Throwable cause) {
        super(
                "Subscriber %s could not handle message %s (%s of %s): %s"
                        .formatted(subscriber, message.id(), message.type(), message.key(), cause),
                cause);
        this.subscriber = subscriber;
    }

    /**
     * Who failed.
     *
     * @return the name given to {@link InMemoryBroker#subscribe}
     */
    public String subscriber() {
        return subscriber;
    }
}
