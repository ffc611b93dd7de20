package org.dddblocks.outbox;

/** What a subscriber does with a message; a failure means that it is delivered again. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Handles one message.
     *
     * @param message the message
     * @throws Exception if it could not be handled now
     */
    void handle(Message message) throws Exception;
}
