package org.dddblocks.outbox;

/**
 * Stops all sending while the broker is away: open for a growing pause, then one message as a probe, whose answer closes
 * it or opens it for longer. Used by the relay's thread only.
 */
final class Circuit {
    private final Backoff backoff;
    private int failures;
    private long openUntil;

    Circuit(Backoff backoff) {
        this.backoff = backoff;
    }

    /** Whether a message may be sent now. */
    boolean allows(long now) {
        return failures == 0 || now - openUntil >= 0;
    }

    /** Whether the next message is a probe, to be sent alone. */
    boolean probing() {
        return failures > 0;
    }

    /** How long it stays open, in nanoseconds; 0 if it is not. */
    long closedFor(long now) {
        return allows(now) ? 0 : openUntil - now;
    }

    void failed(long now) {
        // Sends that were on their way when the broker went away tell nothing new.
        if (allows(now)) {
            failures++;
            openUntil = now + backoff.after(failures).toNanos();
        }
    }

    void answered() {
        failures = 0;
    }
}
