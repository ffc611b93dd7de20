package org.dddblocks.persistence;

/**
 * All events of a store in one global order: nothing is lost, nothing comes twice, and version n+1 of a stream never
 * shows before n, in whatever order transactions commit.
 *
 * <p><b>Shape.</b> Readers keep the position of the last page they have dealt with, and ask for what follows. What a
 * transaction has not committed is not in the feed; what is in the feed never moves.
 * <b>Units.</b> Positions start at 1 and may have gaps. <b>Threads.</b> Implementations serve many threads.
 * <pre>{@code
 * FeedPage page = feed.readFeed(last, 500);
 * for (FeedEntry entry : page.entries()) {
 *     apply(entry);
 * }
 * last = page.position();
 * }</pre>
 *
 * @see <a href="https://martinfowler.com/eaaDev/EventSourcing.html">Fowler, Event Sourcing</a>
 */
public interface FeedSource {
    /**
     * Reads on.
     *
     * @param afterPosition the last position seen, 0 for the beginning
     * @param limit how many stored events at most, at least 1; upcasters may make more or fewer entries of them
     * @return what follows; a page at {@code afterPosition} when there is nothing new yet
     */
    FeedPage readFeed(long afterPosition, int limit);
}
