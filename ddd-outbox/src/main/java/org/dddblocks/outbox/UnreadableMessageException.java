package org.dddblocks.outbox;

/**
 * A message reached a {@link MessageDispatcher} that cannot turn it into an object it has a handler for. It stays where it
 * is, its key waits, and it is delivered once the code that knows it is deployed.
 */
public class UnreadableMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Names the message, without its payload.
     *
     * @param message what cannot be read
     * @param why what is missing and how to fix it
     */
    public UnreadableMessageException(Message message, String why) {
        super(text(message, why));
    }

    /**
     * Names the message, without its payload, and keeps the codec's exception.
     *
     * @param message what cannot be read
     * @param why what is missing and how to fix it
     * @param cause what the codec said
     */
    public UnreadableMessageException(Message message, String why, Throwable cause) {
        super(text(message, why), cause);
    }

    private static String text(Message message, String why) {
        return "Message %s of type %s version %d, key %s, sent by %s, cannot be handled: %s"
                .formatted(message.id(), message.type(), message.schemaVersion(), message.key(), message.source(), why);
    }
}
