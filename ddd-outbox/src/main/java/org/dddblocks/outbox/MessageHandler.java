package org.dddblocks.outbox;

/**
 * What a subscriber does with a message; a failure means that it is delivered again.
 *
 * <p>A message may arrive twice: let an {@link Inbox} guard the effect. {@link MessageDispatcher} is the handler that
 * decodes, guards and calls the right method. <b>Threads.</b> Called by threads of the broker, for several keys at the same
 * time, and for one key one message after the other.
 */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Handles one message; returning means that its effect is durable.
     *
     * @param message the message
     * @throws Exception if it could not be handled now; later messages of its key wait until it is
     */
    void handle(Message message) throws Exception;

    /**
     * Handles a message that its broker certainly delivers for the first time (AMQP's {@code redelivered} is false, say): an
     * {@link Inbox#parkingAfter} then need not count the start, which saves a commit. When in doubt, brokers call {@link
     * #handle}.
     *
     * @param message the message
     * @throws Exception if it could not be handled now; it comes again, to {@link #handle}
     */
    default void handleFirst(Message message) throws Exception {
        handle(message);
    }
}
