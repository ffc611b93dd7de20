package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;

/**
 * Judges a history: what writers were told, what an event store holds, and what its readers saw must agree.
 *
 * <p><b>Promise.</b> {@link #check} fails unless each acknowledged event is stored once, nothing else is stored, each
 * stream has the versions 1, 2, 3, … in the order of the feed, no position comes twice, and each reader saw just the
 * feed, from where it started to its end, in its order. <b>Shape.</b> For stores whose codec has no upcasters, so that one
 * stored event is one entry. <b>Threads.</b> Writers and readers may report from any thread; {@link #check} comes when they
 * have ended, in the one that judges.
 *
 * <pre>{@code
 * HistoryChecker history = new HistoryChecker();
 * history.acknowledged(store.append(stream, 0, List.of(opened)).events());
 * HistoryChecker.Reader reader = history.reader("first", 0);
 * reader.saw(store.readFeed(reader.position(), 100));
 * history.check(store);
 * }</pre>
 *
 * @see <a href="https://jepsen.io/analyses">Jepsen, checkers of histories</a>
 */
public final class HistoryChecker {
    private static final int PAGE = 1000;

    private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<UUID> inDoubt = ConcurrentHashMap.newKeySet();
    private final Set<StreamId> streams = ConcurrentHashMap.newKeySet();
    private final Queue<Reader> readers = new ConcurrentLinkedQueue<>();
    private volatile boolean writersWereKilled;

    /** Begins an empty history. */
    public HistoryChecker() {}

    /**
     * A writer was told that his events are committed.
     *
     * @param events as the store returned them
     */
    public void acknowledged(Collection<? extends EventEnvelope<?>> events) {
        for (EventEnvelope<?> event : events) {
            acknowledged.add(event.eventId());
            streams.add(event.stream());
        }
    }

    /**
     * A writer was told so in another process.
     *
     * @param eventId of one event
     */
    public void acknowledged(UUID eventId) {
        acknowledged.add(eventId);
    }

    /**
     * The answer to a commit was lost: all of these events are stored, or none.
     *
     * @param events as the store returned them
     */
    public void inDoubt(Collection<? extends EventEnvelope<?>> events) {
        for (EventEnvelope<?> event : events) {
            inDoubt.add(event.eventId());
            streams.add(event.stream());
        }
    }

    /** Writers were killed: events may be stored although nobody was told so any more. */
    public void writersWereKilled() {
        writersWereKilled = true;
    }

    /**
     * How many events were acknowledged so far.
     *
     * @return their number
     */
    public int acknowledged() {
        return acknowledged.size();
    }

    /**
     * Begins a reader; a new one of the same name is a restart, which {@link #check} judges alone.
     *
     * @param name for messages
     * @param afterPosition where it starts
     * @return what the reader tells of
     */
    public Reader reader(String name, long afterPosition) {
        Reader reader = new Reader(name, afterPosition);
        readers.add(reader);
        return reader;
    }

    /**
     * Judges.
     *
     * @param store the one that was written to; nobody writes any more
     * @throws AssertionError if something was lost, repeated, invented or inverted, with what it is
     */
    public void check(EventStore store) {
        List<FeedEntry> entries = feed(store);
        List<Seen> feed = Seen.in(entries);
        assertInOrder("the feed", 0, feed);
        Map<StreamId, Long> versions = assertVersions(entries);
        Set<UUID> stored = ids(feed);
        assertThat(stored).as("events of the feed, each once").hasSize(feed.size());
        assertThat(missing(acknowledged, stored))
                .as("acknowledged events that are lost from the feed")
                .isEmpty();
        if (!writersWereKilled) {
            assertThat(missing(stored, union(acknowledged, inDoubt)))
                    .as("events that nobody was told are committed")
                    .isEmpty();
        }
        assertStreams(store, versions);
        readers.forEach(reader -> reader.check(feed));
    }

    private static List<FeedEntry> feed(EventStore store) {
        List<FeedEntry> feed = new ArrayList<>();
        FeedPage page = store.readFeed(0, PAGE);
        while (!page.entries().isEmpty()) {
            feed.addAll(page.entries());
            page = store.readFeed(page.position(), PAGE);
        }
        return feed;
    }

    private static void assertInOrder(String what, long after, List<Seen> events) {
        long before = after;
        for (Seen event : events) {
            assertThat(event.position())
                    .as("%s shows position %d after %d", what, event.position(), before)
                    .isGreaterThan(before);
            before = event.position();
        }
    }

    private static Map<StreamId, Long> assertVersions(List<FeedEntry> feed) {
        Map<StreamId, Long> versions = new HashMap<>();
        for (FeedEntry entry : feed) {
            StreamId stream = entry.envelope().stream();
            assertThat(entry.envelope().version())
                    .as("the next version of %s, at position %d", stream, entry.position())
                    .isEqualTo(versions.merge(stream, 1L, Long::sum));
        }
        return versions;
    }

    /** The streams are the table by another index: they show what the feed may hide. */
    private void assertStreams(EventStore store, Map<StreamId, Long> versions) {
        Set<StreamId> all = new LinkedHashSet<>(versions.keySet());
        all.addAll(streams);
        for (StreamId stream : all) {
            long inFeed = versions.getOrDefault(stream, 0L);
            assertThat(store.read(stream))
                    .as("events of %s, of which the feed has %d", stream, inFeed)
                    .hasSize((int) inFeed);
            assertThat(store.version(stream)).as("the version of %s", stream).isEqualTo(inFeed);
        }
    }

    private static Set<UUID> ids(List<Seen> events) {
        Set<UUID> ids = new LinkedHashSet<>();
        events.forEach(event -> ids.add(event.id()));
        return ids;
    }

    private static Set<UUID> missing(Set<UUID> wanted, Set<UUID> found) {
        Set<UUID> missing = new LinkedHashSet<>(wanted);
        missing.removeAll(found);
        return missing;
    }

    private static Set<UUID> union(Set<UUID> some, Set<UUID> others) {
        Set<UUID> all = new LinkedHashSet<>(some);
        all.addAll(others);
        return all;
    }

    /** What of an event tells whether it came once and in order. */
    private record Seen(long position, UUID id) {
        static List<Seen> in(List<FeedEntry> entries) {
            return entries.stream()
                    .map(entry -> new Seen(entry.position(), entry.envelope().eventId()))
                    .toList();
        }
    }

    /** One subscriber of the feed, from its start to its end; of one thread at a time. */
    public final class Reader {
        private final String name;
        private final long start;
        private final List<Seen> seen = new ArrayList<>();
        private long position;

        private Reader(String name, long start) {
            this.name = name;
            this.start = start;
            this.position = start;
        }

        /**
         * The reader was given a page.
         *
         * @param page the next one
         */
        public void saw(FeedPage page) {
            seen.addAll(Seen.in(page.entries()));
            position = page.position();
        }

        /**
         * The reader was given one event more, which it may have noted down in another process.
         *
         * @param position where the event stands in the feed
         * @param eventId of the event
         */
        public void saw(long position, UUID eventId) {
            seen.add(new Seen(position, eventId));
            this.position = position;
        }

        /**
         * Where to read on.
         *
         * @return the position of the last page
         */
        public long position() {
            return position;
        }

        /**
         * How many events the reader saw.
         *
         * @return their number
         */
        public int events() {
            return seen.size();
        }

        private void check(List<Seen> feed) {
            assertInOrder("reader " + name, start, seen);
            List<Seen> due = feed.stream().filter(one -> one.position() > start).toList();
            assertThat(missing(ids(due), ids(seen)))
                    .as("events that reader %s missed", name)
                    .isEmpty();
            assertThat(missing(ids(seen), ids(due)))
                    .as("events that reader %s saw and nobody stored", name)
                    .isEmpty();
            assertThat(seen).as("what reader %s saw", name).hasSameSizeAs(due);
        }
    }
}
