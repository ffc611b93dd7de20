package org.dddblocks.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.dddblocks.core.CodeFingerprint;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.EventSourcedRepository;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.SnapshotStore;
import org.dddblocks.eventstore.Snapshots;
import org.dddblocks.eventstore.StoredSnapshot;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.TransactionOutcome;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.testkit.model.Account;
import org.dddblocks.testkit.model.AccountId;

/** Snapshots broken on purpose, in memory, which shows these faults as well as a database. */
final class SnapshotMutants {
    private SnapshotMutants() {}

    /** Right in all it does not override. */
    private static class Kept implements SnapshotStore {
        final SnapshotStore target;

        Kept(SnapshotStore target) {
            this.target = target;
        }

        @Override
        public Optional<StoredSnapshot> newest(StreamId stream, String fingerprint, long toVersion) {
            return target.newest(stream, fingerprint, toVersion);
        }

        @Override
        public boolean save(StoredSnapshot snapshot, int keep, Duration otherCode) {
            return target.save(snapshot, keep, otherCode);
        }

        @Override
        public void remove(StoredSnapshot snapshot) {
            target.remove(snapshot);
        }

        @Override
        public void removeAll(StreamId stream) {
            target.removeAll(stream);
        }

        @Override
        public List<StreamId> due(String type, String fingerprint, Duration age, String afterId, int limit) {
            return target.due(type, fingerprint, age, afterId, limit);
        }

        @Override
        public PayloadCodec codec(Class<?> record, String name, int version) {
            return target.codec(record, name, version);
        }

        @Override
        public void addTo(CodeFingerprint print, Collection<? extends Class<?>> events) {
            target.addTo(print, events);
        }
    }

    /** A store whose snapshots are broken. */
    abstract static class Broken extends EventSourcedRepositoryContract {
        abstract SnapshotStore snapshots(EventStore store);

        @Override
        protected EventStore emptyStore() {
            EventStore store = InMemoryEventStore.create();
            SnapshotStore broken = snapshots(store);
            return new DelegatingStore(store) {
                @Override
                public SnapshotStore snapshotStore() {
                    return broken;
                }
            };
        }
    }

    /** The last one written counts. */
    static class OlderReplacesNewer extends Broken {
        @Override
        SnapshotStore snapshots(EventStore store) {
            return new Kept(store.snapshotStore()) {
                @Override
                public boolean save(StoredSnapshot snapshot, int keep, Duration otherCode) {
                    newest(snapshot.stream(), snapshot.fingerprint(), Long.MAX_VALUE)
                            .filter(kept -> kept.fingerprint().equals(snapshot.fingerprint()))
                            .filter(kept -> kept.version() > snapshot.version())
                            .ifPresent(this::remove);
                    return super.save(snapshot, keep, otherCode);
                }
            };
        }
    }

    /** Whatever code took it. */
    static class ForeignFingerprint extends Broken {
        @Override
        SnapshotStore snapshots(EventStore store) {
            return new Kept(store.snapshotStore()) {
                @Override
                public Optional<StoredSnapshot> newest(StreamId stream, String fingerprint, long toVersion) {
                    return super.newest(stream, "none of them", toVersion)
                            .map(kept -> new StoredSnapshot(
                                    stream, fingerprint, kept.version(), kept.occurredAt(), kept.payload()));
                }
            };
        }
    }

    /** Nobody tells them that a stream is deleted, and they do not ask. */
    static class OutliveTheirStream extends Broken {
        @Override
        SnapshotStore snapshots(EventStore store) {
            EventStore neverDeleted = new DelegatingStore(store) {
                @Override
                public long version(StreamId stream) {
                    return Long.MAX_VALUE;
                }
            };
            return new InMemorySnapshots(neverDeleted, Clock.systemUTC());
        }
    }

    /** Taken although the transaction in which it was asked for is rolled back. */
    static class AlsoAfterARollback extends EventSourcedRepositoryContract {
        @Override
        protected EventStore emptyStore() {
            EventStore store = InMemoryEventStore.create();
            Transactions transactions = always(store.transactions());
            return new DelegatingStore(store) {
                @Override
                public Transactions transactions() {
                    return transactions;
                }
            };
        }

        private static Transactions always(Transactions target) {
            return (Transactions) Proxy.newProxyInstance(
                    SnapshotMutants.class.getClassLoader(),
                    new Class<?>[] {Transactions.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("afterCommit")) {
                            Consumer<TransactionOutcome> whatever = outcome -> ((Runnable) arguments[0]).run();
                            target.afterCompletion(whatever);
                            return null;
                        }
                        try {
                            return method.invoke(target, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getTargetException();
                        }
                    });
        }
    }

    /** One object for all who load the same version. */
    static class SharedRoot extends EventSourcedRepositoryContract {
        private final Map<String, Account> shared = new ConcurrentHashMap<>();

        @Override
        protected EventStore emptyStore() {
            return InMemoryEventStore.create();
        }

        @Override
        EventSourcedRepository<Account, AccountId> with(Snapshots snapshots) {
            EventSourcedRepository<Account, AccountId> right = super.with(snapshots);
            return cast(Proxy.newProxyInstance(
                    SnapshotMutants.class.getClassLoader(),
                    new Class<?>[] {EventSourcedRepository.class},
                    (proxy, method, arguments) -> {
                        try {
                            Object result = method.invoke(right, arguments);
                            return method.getName().equals("get") ? shared((Account) result) : result;
                        } catch (InvocationTargetException e) {
                            throw e.getTargetException();
                        }
                    }));
        }

        private Account shared(Account loaded) {
            long version = store().version(StreamId.of(Account.TYPE, loaded.id()));
            return shared.computeIfAbsent(loaded.id() + "/" + version, any -> loaded);
        }

        @SuppressWarnings("unchecked") // a proxy of just this interface
        private static EventSourcedRepository<Account, AccountId> cast(Object proxy) {
            return (EventSourcedRepository<Account, AccountId>) proxy;
        }
    }
}
