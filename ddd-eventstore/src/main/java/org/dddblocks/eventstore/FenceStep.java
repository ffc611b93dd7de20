package org.dddblocks.eventstore;

import java.time.Instant;
import java.util.List;

/**
 * What one round trip gave a reader.
 *
 * @param rows that he may have
 * @param bound to here all is proven
 * @param newest the position of the newest committed event
 * @param own whether the reader's own transaction has appended: then the feed ends before its events
 * @param waiting whether writers are in the way who will probably end in a moment
 * @param at the server's time
 */
record FenceStep(List<StoredEvent> rows, long bound, long newest, boolean own, boolean waiting, Instant at) {
    boolean full(int limit) {
        if (rows.isEmpty()) {
            return false;
        }
        boolean cutByBytes = rows.get(rows.size() - 1).position() < Math.min(bound, newest);
        return rows.size() == limit || cutByBytes;
    }

    /** Whether everything that was committed is proven. */
    boolean all() {
        return newest <= bound;
    }
}
