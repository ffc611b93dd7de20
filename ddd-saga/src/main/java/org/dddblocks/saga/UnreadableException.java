package org.dddblocks.saga;

import org.jspecify.annotations.Nullable;

/** Something stored for an instance cannot be read; it is parked and named. */
final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Attention attention;

    UnreadableException(Attention attention, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.attention = attention;
    }

    Attention attention() {
        return attention;
    }
}
