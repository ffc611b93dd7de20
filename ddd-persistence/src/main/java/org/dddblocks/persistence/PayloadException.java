package org.dddblocks.persistence;

/**
 * A payload could not be written or read; the message says which type and where, and quotes nothing of it.
 *
 * <p>It carries no cause, because the texts of JSON libraries quote values. A stored payload that does not fit its class
 * any more was written by another shape of it: bring the old shape back under its schema version.
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
