package org.dddblocks.shop;

import org.jspecify.annotations.Nullable;

/** The shop cannot be opened or does not get on; the message is one sentence with the remedy. */
public final class ShopUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened and how to fix it
     * @param cause why, if known
     */
    public ShopUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
