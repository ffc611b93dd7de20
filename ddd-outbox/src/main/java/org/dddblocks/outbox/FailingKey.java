package org.dddblocks.outbox;

import java.time.Instant;
import java.util.UUID;

/**
 * A key whose next message cannot be delivered; the messages behind it wait, other keys go on.
 *
 * @param key the key
 * @param messageId the message that fails
 * @param type its type
 * @param attempts how often it failed
 * @param since when it failed first
 * @param nextAttemptAt when it is tried again
 * @param error what the last failure said
 */
public record FailingKey(
        MessageKey key,
        UUID messageId,
        String type,
        int attempts,
        Instant since,
        Instant nextAttemptAt,
        String error) {}
