package org.dddblocks.outbox;

import java.time.Instant;

/**
 * A message that the relay gave up. Its payload is not here, so that a list of dead letters gives no personal data away;
 * {@link DeadLetters#message} reads it.
 *
 * <p><b>Units.</b> Times are the database's. <b>Shape.</b> The texts are as stored, also where they make no valid {@link
 * Message}: a row that cannot be read is given up too.
 *
 * @param number finds it: its number in the outbox, which it keeps when it is sent again
 * @param messageId the message's id
 * @param keyType type of its key
 * @param keyId id of its key
 * @param type its type name
 * @param policy what was done with its key
 * @param attempts how often it was refused; 0 for a row that cannot be read
 * @param failingSince when it failed first
 * @param givenUpAt when it became a dead letter
 * @param error what the last failure said
 */
public record DeadLetter(
        long number,
        String messageId,
        String keyType,
        String keyId,
        String type,
        FailurePolicy policy,
        int attempts,
        Instant failingSince,
        Instant givenUpAt,
        String error) {
    /** What one reads in a warning. */
    String name() {
        return "Message %s (number %d, %s of key %s/%s)".formatted(messageId, number, type, keyType, keyId);
    }
}
