package org.dddblocks.persistence;

/**
 * A payload could not be written or read; the message says which type and where, and quotes nothing of it.
 *
 * <p>It carries no cause, because the texts of JSON libraries quote values.
 */
public final class PayloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports what went wrong.
     *
     * @param message type, place and kind of the failure, without values
     */
    public PayloadException(String message) {
        super(message);
    }
}
