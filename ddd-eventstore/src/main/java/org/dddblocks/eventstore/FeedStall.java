package org.dddblocks.eventstore;

import java.time.Instant;
import java.util.List;

/**
 * The feed stands still because transactions that append have not ended: events behind theirs are committed, and must not
 * be shown before theirs. Nothing is lost; it goes on when the last of them commits, rolls back or is ended.
 *
 * <p>Only on PostgreSQL. <b>Threads.</b> Immutable.
 *
 * <pre>{@code
 * store.feedStall().ifPresent(stall -> alert("The feed stands since " + stall.since() + ": " + stall.writers()));
 * }</pre>
 *
 * @param writers who they are, one sentence each: process id, user, application, address, state; what this database user
 *     may not see is left out
 * @param since when the oldest of them began; where that cannot be seen, when the feed was first seen to wait
 * @param position the last one that the feed can show
 */
public record FeedStall(List<String> writers, Instant since, long position) {
    /** Copies the list. */
    public FeedStall {
        writers = List.copyOf(writers);
    }
}
