package org.dddblocks.persistence;

import java.util.List;

/**
 * What one read of a feed found, and how far it came.
 *
 * <p><b>Shape.</b> All events that upcasters made of one stored event stand on the same page. A page may have no entries
 * and still be further than the last one, where nothing is left of the stored events. <b>Threads.</b> Immutable.
 *
 * @param entries in ascending position and part
 * @param position the place to read on from: that of the last stored event on this page, or the one asked for if nothing
 *     is new
 */
public record FeedPage(List<FeedEntry> entries, long position) {
    /**
     * Checks its arguments and copies the list.
     *
     * @throws IllegalArgumentException if the entries are missing, or the position is negative or before the last entry
     */
    public FeedPage {
        entries = List.copyOf(Arguments.given(entries, "The entries of a feed page"));
        long last = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).position();
        Arguments.check(position >= last, "The position of a feed page", position, last + " or more");
    }
}
