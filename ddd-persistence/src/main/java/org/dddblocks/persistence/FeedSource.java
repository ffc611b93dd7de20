package org.dddblocks.persistence;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.StreamId;

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

    /**
     * Reads on, for a reader who is interested in some events only: the page moves on past the others, and stores do not
     * decode them, so that nobody is stopped by events he does not want.
     *
     * @param afterPosition the last position seen, 0 for the beginning
     * @param limit how many stored events at most, at least 1, wanted or not
     * @param types classes or interfaces of the wanted events, at least one
     * @return entries of these types only
     * @throws IllegalArgumentException if there is no type
     */
    default FeedPage readFeed(long afterPosition, int limit, Set<Class<? extends DomainEvent>> types) {
        Arguments.check(
                !Arguments.given(types, "The set of event types to read").isEmpty(),
                "The set of event types to read",
                types,
                "of one type at least; call readFeed without types to read all events");
        FeedPage page = readFeed(afterPosition, limit);
        List<FeedEntry> wanted = page.entries().stream()
                .filter(entry -> types.stream()
                        .anyMatch(type -> type.isInstance(entry.envelope().event())))
                .toList();
        return new FeedPage(wanted, page.position());
    }

    /**
     * The place of the newest event, for reports of how far behind a reader is; a reader may not be able to see as far
     * yet.
     *
     * @return its position, 0 if there is none; empty if this feed cannot tell
     */
    default OptionalLong newestPosition() {
        return OptionalLong.empty();
    }

    /**
     * The place of a committed event in the feed.
     *
     * @param stream which stream
     * @param version the event's place in it, from 1
     * @return its position; empty if it is not committed, or this feed cannot tell
     */
    default OptionalLong positionOf(StreamId stream, long version) {
        return OptionalLong.empty();
    }

    /**
     * Where a subscriber starts who wants only what is new: nothing that was committed before this call comes after this
     * position, and everything that is committed after it returns does, also if it is in flight now.
     *
     * <p>May wait for transactions in flight, some seconds at most. Not to be asked in a transaction that has appended: its
     * own events are in flight themselves.
     *
     * @return the position to read after; 0 if there was nothing yet
     * @throws PersistenceException if that cannot be told, because transactions in flight do not end
     */
    default long feedHead() {
        int events = 1000;
        long position = 0;
        FeedPage page = readFeed(position, events);
        while (page.position() > position) {
            position = page.position();
            page = readFeed(position, events);
        }
        return position;
    }
}
