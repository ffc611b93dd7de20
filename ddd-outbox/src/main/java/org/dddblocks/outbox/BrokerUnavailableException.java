package org.dddblocks.outbox;

/**
 * The broker as a whole cannot be reached: nothing is wrong with the message. The relay then pauses all sending, counts
 * no attempt against any key and tries one message at a time until the broker is back.
 *
 * <p>A {@link Broker} throws it, or completes a send with it, for lost connections, refused logins and time-outs of the
 * connection; any other failure counts against the key of the message that was sent.
 */
public class BrokerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says which broker is away and what to do.
     *
     * @param message what happened, without the payload
     */
    public BrokerUnavailableException(String message) {
        super(message);
    }

    /**
     * Says which broker is away and keeps the client's own exception.
     *
     * @param message what happened, without the payload
     * @param cause what the client library reported
     */
    public BrokerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
