package org.dddblocks.testkit;

import java.util.List;
import java.util.OptionalLong;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.Append;
import org.dddblocks.eventstore.Appended;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.SnapshotStore;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.Transactions;

/** A store that is right in all that a mutant does not override. */
public class DelegatingStore implements EventStore {
    protected final EventStore store;

    public DelegatingStore(EventStore store) {
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
    public FeedPage readFeed(long afterPosition, int limit) {
        return store.readFeed(afterPosition, limit);
    }

    @Override
    public OptionalLong newestPosition() {
        return store.newestPosition();
    }

    @Override
    public OptionalLong positionOf(StreamId stream, long version) {
        return store.positionOf(stream, version);
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
    public Transactions transactions() {
        return store.transactions();
    }
}
