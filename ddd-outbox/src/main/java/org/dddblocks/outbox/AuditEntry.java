package org.dddblocks.outbox;

import java.time.Instant;

/**
 * What somebody did to a message outside the normal course; written in the same transaction, never changed, without the
 * payload.
 *
 * @param number ascending
 * @param at when, by the database's clock
 * @param who a person, or the relay that gave it up
 * @param action what was done
 * @param why as the person said, or the last failure
 * @param letter the {@link DeadLetter#number()}
 * @param messageId the message's id
 * @param keyType type of its key
 * @param keyId id of its key
 * @param type its type name
 */
public record AuditEntry(
        long number,
        Instant at,
        String who,
        Action action,
        String why,
        long letter,
        String messageId,
        String keyType,
        String keyId,
        String type) {
    /** What can be done. */
    public enum Action {
        /** A relay made it a dead letter. */
        GIVEN_UP,
        /** A person put it back into the outbox. */
        REDRIVEN,
        /** A person dropped it for good. */
        DISCARDED
    }
}
