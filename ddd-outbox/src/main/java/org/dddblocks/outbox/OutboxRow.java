package org.dddblocks.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the outbox as the relay holds it.
 *
 * @param seq finds the row
 * @param message what it holds
 * @param failures how often this very message failed before
 * @param failingSince when this message failed first; null if it never did
 * @param listed whether its key stands in the list of failing keys
 * @param before the last row of its key that lay behind the place from where the outbox was read; null if none did
 */
record OutboxRow(
        long seq,
        Message message,
        int failures,
        @Nullable Instant failingSince,
        boolean listed,
        @Nullable Long before) {
    OutboxRow(long seq, Message message, int failures, @Nullable Instant failingSince, boolean listed) {
        this(seq, message, failures, failingSince, listed, null);
    }

    MessageKey key() {
        return message.key();
    }

    int bucket() {
        return Buckets.of(message.key());
    }

    OutboxRow asListed() {
        return new OutboxRow(seq, message, failures, failingSince, true, before);
    }
}
