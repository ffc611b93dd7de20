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
}
