package org.dddblocks.eventstore;

import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.Transactions;

/** Stores that go wrong where upcasters make more or fewer events of one. */
final class EvolutionMutants {
    private EvolutionMutants() {}

    /** Right in all it does not override. */
    private static class Delegate implements EventStore {
        final EventStore store;

        Delegate(EventStore store) {
            this.store = store;
        }

        @Override
        public Appended append(Append append) {
            return store.append(append);
        }

        @Override
        public boolean delete(StreamId stream) {
            return store.delete(stream);
        }

        @Override
        public List<EventEnvelope<DomainEvent>> read(StreamId stream, long afterVersion) {
            return store.read(stream, afterVersion);
        }

        @Override
        public long version(StreamId stream) {
            return store.version(stream);
        }

        @Override
        public void lock(StreamId stream) {
            store.lock(stream);
        }

        @Override
        public SnapshotStore snapshotStore() {
            return store.snapshotStore();
        }

        @Override
        public FeedPage readFeed(long afterPosition, int limit) {
            return store.readFeed(afterPosition, limit);
        }

        @Override
        public Transactions transactions() {
            return store.transactions();
        }
    }

    /** Whoever resumes at the end of the page never sees the second part. */
    static EventStore pageEndsBetweenParts(EventStore right) {
        return new Delegate(right) {
            @Override
            public FeedPage readFeed(long afterPosition, int limit) {
                FeedPage page = super.readFeed(afterPosition, limit);
                List<FeedEntry> entries = page.entries();
                for (int i = 0; i < entries.size(); i++) {
                    if (entries.get(i).part() > 0) {
                        return new FeedPage(
                                entries.subList(0, i), entries.get(i).position());
                    }
                }
                return page;
            }
        };
    }

    /** The version of a stream is the number of events it has become. */
    static EventStore versionCountsParts(EventStore right) {
        return new Delegate(right) {
            @Override
            public long version(StreamId stream) {
                return read(stream).size();
            }
        };
    }

    /** A page ends at its last entry, also where stored events without an entry follow. */
    static EventStore stallsBeforeNothing(EventStore right) {
        return new Delegate(right) {
            @Override
            public FeedPage readFeed(long afterPosition, int limit) {
                List<FeedEntry> entries = super.readFeed(afterPosition, limit).entries();
                long end = entries.isEmpty()
                        ? afterPosition
                        : entries.get(entries.size() - 1).position();
                return new FeedPage(entries, end);
            }
        };
    }
}
