package org.dddblocks.outbox;

/** What an {@link Inbox} did with a delivery; all of them mean that the broker may forget it. */
public enum Receipt {
    /** The work was done now, and is stored. */
    DONE,
    /** The work had been done, or given up, for an earlier delivery of the message. */
    REPEATED,
    /**
     * A later message of the key had been handled before, so this one was dropped, for ever: only an inbox with {@link
     * Inbox#gated()} says so.
     */
    OUTDATED,
    /**
     * The message was begun too often without an end, so it was put aside for a person: only an inbox with {@link
     * Inbox#parkingAfter} says so.
     */
    PARKED
}
