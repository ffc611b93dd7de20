package org.dddblocks.persistence;

import java.util.List;

/** A feed of all events in one global order that never shows version n+1 of a stream before n. */
public interface FeedSource {
    /**
     * Reads on.
     *
     * @param afterPosition the last position seen, 0 for the beginning
     * @param limit how many at most
     * @return entries in ascending position; empty when there is nothing new
     */
    List<FeedEntry> readFeed(long afterPosition, int limit);
}
