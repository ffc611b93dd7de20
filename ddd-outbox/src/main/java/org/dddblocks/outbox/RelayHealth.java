package org.dddblocks.outbox;

import java.util.List;

/**
 * How a relay stands, for a probe or a dashboard.
 *
 * @param healthy whether it works and nothing needs a person: it runs, reaches its database and the broker, and no type is
 *     halted. A relay without buckets is healthy: there are more relays than it takes
 * @param running whether it was started and not closed
 * @param buckets how many of the 64 parts of the keys it holds at present
 * @param brokerAway whether it waits for the broker to come back, or for its client to come back from a send; nothing is
 *     lost meanwhile
 * @param troubles how often in a row it could not work, mostly since the database is away; 0 if it can
 * @param haltedTypes key types of which nothing is sent before {@link DeadLetters} sends again or discards what halted
 *     them; empty while the database is away
 */
public record RelayHealth(
        boolean healthy, boolean running, int buckets, boolean brokerAway, int troubles, List<String> haltedTypes) {

    /** The list is copied. */
    public RelayHealth {
        haltedTypes = List.copyOf(haltedTypes);
    }
}
