package org.dddblocks.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.Append;
import org.dddblocks.eventstore.AppendIdReusedException;
import org.dddblocks.eventstore.Appended;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.Expected;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.spi.Jdbc;

/** Event stores broken on purpose. */
final class EventStoreMutants {
    private EventStoreMutants() {}

    /** The contract on the cheapest database that shows a fault, with fewer rounds. */
    abstract static class OnH2InShort extends JdbcEventStoreContract implements OnH2 {
        @Override
        int rounds(int full) {
            return Math.min(full, 12);
        }
    }

    /** The later writer wins as well. */
    static class NoVersionCheck extends OnH2InShort {
        @Override
        protected EventStore open(Database database) {
            return new DelegatingStore(super.open(database)) {
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
    static class OwnTransaction extends OnH2InShort {
        @Override
        protected EventStore open(Database database) {
            return new DelegatingStore(super.open(database)) {
                @Override
                public Appended append(StreamId stream, long expectedVersion, List<? extends DomainEvent> events) {
                    boolean inside = transactions().active();
                    return transactions().callInNew(() -> {
                        if (inside) { // it may wait for its own caller, and that in vain
                            Jdbc.update(transactions().connection(), "set lock_timeout 1000");
                        }
                        return store.append(stream, expectedVersion, events);
                    });
                }
            };
        }
    }

    /** The newest event comes with the next one only. */
    static class FeedBehind extends OnH2InShort {
        @Override
        protected EventStore open(Database database) {
            return new DelegatingStore(super.open(database)) {
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
    static class IgnoresCase extends OnH2InShort {
        @Override
        protected EventStore open(Database database) {
            return new DelegatingStore(super.open(database)) {
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
    static class Chatty extends OnH2InShort {
        @Override
        protected EventStore open(Database database) {
            return new DelegatingStore(super.open(database)) {
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

    /** Asks for the version and then expects it, without holding the stream. */
    static class AnyWithoutLock extends OnH2InShort {
        @Override
        protected EventStore open(Database database) {
            return new DelegatingStore(super.open(database)) {
                @Override
                public Appended append(Append append) {
                    Append.Part first = append.parts().get(0);
                    if (append.parts().size() > 1
                            || append.id().isPresent()
                            || !first.expected().equals(Expected.any())) {
                        return store.append(append);
                    }
                    long version = store.version(first.stream());
                    LockSupport.parkNanos(1_000_000); // who comes now decides on the same version
                    return store.append(first.stream(), version, first.events());
                }
            };
        }
    }

    /** Knows an append by its id alone. */
    static class IdWithoutContent extends OnH2InShort {
        private final Map<UUID, Appended> known = new ConcurrentHashMap<>();

        @Override
        protected EventStore open(Database database) {
            return new DelegatingStore(super.open(database)) {
                @Override
                public Appended append(Append append) {
                    try {
                        Appended appended = store.append(append);
                        append.id().ifPresent(id -> known.put(id, appended));
                        return appended;
                    } catch (AppendIdReusedException e) {
                        return known.get(e.id());
                    }
                }
            };
        }
    }

    /** Ids are not looked at. */
    static class NoIds extends OnH2InShort {
        @Override
        protected EventStore open(Database database) {
            return new DelegatingStore(super.open(database)) {
                @Override
                public Appended append(Append append) {
                    return store.append(withoutId(append));
                }
            };
        }

        private static Append withoutId(Append append) {
            Append bare = null;
            for (Append.Part part : append.parts()) {
                bare = bare == null
                        ? Append.to(part.stream(), part.expected(), part.events())
                        : bare.and(part.stream(), part.expected(), part.events());
            }
            return bare;
        }
    }

    /** Several streams one after the other, each on its own. */
    static class OneStreamAfterTheOther extends OnH2InShort {
        @Override
        protected EventStore open(Database database) {
            return new DelegatingStore(super.open(database)) {
                @Override
                public Appended append(Append append) {
                    if (append.parts().size() == 1 || append.id().isPresent()) {
                        return store.append(append);
                    }
                    List<EventEnvelope<DomainEvent>> all = new ArrayList<>();
                    for (Append.Part part : append.parts()) {
                        all.addAll(store.append(Append.to(part.stream(), part.expected(), part.events()))
                                .events());
                    }
                    return Appended.of(all);
                }
            };
        }
    }

    /** The id of a deleted stream can be used again. */
    static class ForgetsDeletedStreams extends OnH2InShort {
        @Override
        protected EventStore open(Database database) {
            return new DelegatingStore(super.open(database)) {
                @Override
                public boolean delete(StreamId stream) {
                    return transactions().call(() -> {
                        boolean deleted = store.delete(stream);
                        Jdbc.update(
                                transactions().connection(),
                                "delete from " + database.table("stream") + " where stream_id = ?",
                                stream.id());
                        return deleted;
                    });
                }
            };
        }
    }
}
