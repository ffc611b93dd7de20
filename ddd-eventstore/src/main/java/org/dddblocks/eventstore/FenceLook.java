package org.dddblocks.eventstore;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one round trip to the server saw, in this order.
 *
 * @param server the time at which the server was started: what was seen of another is void
 * @param isolation of the transaction that looked
 * @param at the server's time
 * @param newest the position of the newest committed event, 0 if there is none
 * @param complete whether the holders were read at all
 * @param holders transactions that held the store's lock after {@code newest} was read, without the one that looked
 * @param own the transaction that looked, if it holds the lock itself
 * @param took how long reading the holders took
 * @param rows events behind the last one, read after the holders
 */
record FenceLook(
        Instant server,
        String isolation,
        Instant at,
        long newest,
        boolean complete,
        Set<String> holders,
        @Nullable String own,
        Duration took,
        List<StoredEvent> rows) {

    List<StoredEvent> upTo(long position) {
        int end = rows.size();
        while (end > 0 && rows.get(end - 1).position() > position) {
            end--;
        }
        return rows.subList(0, end);
    }
}
