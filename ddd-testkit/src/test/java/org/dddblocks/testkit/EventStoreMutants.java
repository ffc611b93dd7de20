package org.dddblocks.testkit;

import java.util.List;
import java.util.Locale;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.Append;
import org.dddblocks.eventstore.Appended;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.Transactions;

/** Event stores broken on purpose. */
final class EventStoreMutants {
    private EventStoreMutants() {}

    /** Right in all it does not override. */
    static class Delegate implements EventStore {
        final EventStore store;

        Delegate(EventStore store) {
            this.store = store;
        }

        @Override
        public Appended append(Append append) {
            return store.append(append);
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
        public FeedPage readFeed(long afterPosition, int limit) {
            return store.readFeed(afterPosition, limit);
        }

        @Override
        public Transactions transactions() {
            return store.transactions();
        }
    }

    /** The later writer wins as well. */
    static class NoVersionCheck extends JdbcEventStoreContract implements OnH2 {
        @Override
        protected EventStore open(Database database) {
            return new Delegate(super.open(database)) {
                @Override
                public Appended append(StreamId stream, long expectedVersion, List<? extends DomainEvent> events) {
                    if (expectedVersion < 0) {
                        return store.append(stream, expectedVersion, events);
                    }
                    while (true) {
                        try {
                            return store.append(stream, expectedVersion, events);
                        } catch (ConflictException ignored) {
                            long actual = store.version(stream);
                            try {
                                return store.append(stream, actual, events);
                            } catch (ConflictException again) {
                                Thread.onSpinWait();
                            }
                        }
                    }
                }
            };
        }
    }

    /** The caller's transaction is not joined. */
    static class OwnTransaction extends JdbcEventStoreContract implements OnH2 {
        @Override
        protected EventStore open(Database database) {
            return new Delegate(super.open(database)) {
                @Override
                public Appended append(StreamId stream, long expectedVersion, List<? extends DomainEvent> events) {
                    return transactions().callInNew(() -> store.append(stream, expectedVersion, events));
                }
            };
        }
    }

    /** The newest event comes with the next one only. */
    static class FeedBehind extends JdbcEventStoreContract implements OnH2 {
        @Override
        protected EventStore open(Database database) {
            return new Delegate(super.open(database)) {
                @Override
                public FeedPage readFeed(long afterPosition, int limit) {
                    FeedPage page = store.readFeed(afterPosition, limit);
                    List<FeedEntry> entries = page.entries();
                    boolean last = !entries.isEmpty()
                            && store.readFeed(page.position(), 1).entries().isEmpty();
                    if (!last) {
                        return page;
                    }
                    int count = entries.size() - 1;
                    return new FeedPage(
                            entries.subList(0, count),
                            count == 0 ? afterPosition : entries.get(count - 1).position());
                }
            };
        }
    }

    /** As a database with a careless collation does. */
    static class IgnoresCase extends JdbcEventStoreContract implements OnH2 {
        @Override
        protected EventStore open(Database database) {
            return new Delegate(super.open(database)) {
                @Override
                public Appended append(StreamId stream, long expectedVersion, List<? extends DomainEvent> events) {
                    return store.append(folded(stream), expectedVersion, events);
                }

                @Override
                public List<EventEnvelope<DomainEvent>> read(StreamId stream, long afterVersion) {
                    return store.read(folded(stream), afterVersion);
                }

                private StreamId folded(StreamId stream) {
                    return new StreamId(stream.type(), stream.id().toLowerCase(Locale.ROOT));
                }
            };
        }
    }

    /** Asks before it writes. */
    static class Chatty extends JdbcEventStoreContract implements OnH2 {
        @Override
        protected EventStore open(Database database) {
            return new Delegate(super.open(database)) {
                @Override
                public Appended append(StreamId stream, long expectedVersion, List<? extends DomainEvent> events) {
                    return transactions().active()
                            ? store.append(stream, expectedVersion, events)
                            : transactions().call(() -> {
                                store.version(stream);
                                return store.append(stream, expectedVersion, events);
                            });
                }
            };
        }
    }
}
