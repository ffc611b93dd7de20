package org.dddblocks.shop.replay;

/** The whole file cannot be replayed; the message is one sentence for a person, with the remedy. */
public final class UnusableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableFileException(String message) {
        super(message);
    }

    UnusableFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
