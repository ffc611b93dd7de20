package org.dddblocks.eventstore;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * A place in the feed and the transactions that may still write before it: those that held the store's lock after the
 * place was known. When the last of them has left, nothing can come before the place any more.
 *
 * @param position of an event that was committed when it was read
 * @param holders virtual transaction ids; not process ids, since a pooled connection never leaves
 * @param since the server's time
 */
record Fence(long position, Set<String> holders, Instant since) {
    /** After a restart of the server a prepared transaction has another id than before, so it counts as one of ours. */
    private static final String PREPARED = "-1/";

    /** Those that are still there. */
    Fence without(Set<String> left) {
        Set<String> remaining = new HashSet<>();
        for (String holder : left) {
            if (holders.contains(holder) || holder.startsWith(PREPARED)) {
                remaining.add(holder);
            }
        }
        return new Fence(position, Set.copyOf(remaining), since);
    }

    boolean passed() {
        return holders.isEmpty();
    }
}
