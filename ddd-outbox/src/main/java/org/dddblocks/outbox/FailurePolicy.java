package org.dddblocks.outbox;

/**
 * What the relay does with a message that the broker refused {@link OutboxConfig#attempts} times. An outage counts no
 * attempt, so it never comes to this.
 *
 * <p>Whatever is chosen, the message becomes a dead letter that can be listed, sent again and discarded; it is
 * never dropped silently.
 */
public enum FailurePolicy {
    /** Its key waits: later messages of the key stay in the outbox until a person has acted. No order is broken. */
    PARK_KEY,
    /** Its key goes on without it: a message that is sent again later comes behind its successors. */
    SKIP,
    /** All keys of its key type wait, on every node, and health says so. For what must not go on unseen. */
    HALT
}
