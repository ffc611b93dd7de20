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
 */
record OutboxRow(
        long seq, Message message, int failures, @Nullable Instant failingSince, boolean listed) {
    MessageKey key() {
        return message.key();
    }

    int bucket() {
        return Buckets.of(message.key());
    }

    OutboxRow asListed() {
        return new OutboxRow(seq, message, failures, failingSince, true);
    }
}
