package org.dddblocks.eventstore;

import java.util.List;
import java.util.OptionalLong;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.StoreWork;
import org.jspecify.annotations.Nullable;

/** Reads streams and the feed in the current transaction, or in one of its own. */
final class EventReader {
    private final Transactions transactions;
    private final StreamTable streams;
    private final EventTable events;
    private final FeedPlaces places;
    private final UncommittedAppends uncommitted;
    private final @Nullable FeedFence fence;

    EventReader(Database database, PayloadCodec codec) {
        this.transactions = database.transactions();
        this.streams = new StreamTable(database);
        this.events = new EventTable(database, codec);
        this.places = new FeedPlaces(database);
        this.uncommitted = new UncommittedAppends(database, codec);
        this.fence = database.dialect().name().equals("postgresql") ? new FeedFence(database) : null;
    }

    List<EventEnvelope<DomainEvent>> read(StreamId stream, long afterVersion) {
        return StoreWork.join(transactions, () -> {
            List<EventEnvelope<DomainEvent>> found = events.stream(transactions.connection(), stream, afterVersion);
            found.addAll(uncommitted.of(stream, afterVersion));
            if (found.isEmpty()) {
                version(stream); // refuses a deleted one
            }
            return List.copyOf(found);
        });
    }

    long version(StreamId stream) {
        return StoreWork.join(transactions, () -> streams.version(transactions.connection(), stream));
    }

    FeedPage feed(long afterPosition, int limit, Wanted wanted) {
        return StoreWork.join(transactions, () -> {
            long settled = fence == null ? Long.MAX_VALUE : fence.settled(transactions.connection());
            return events.feed(transactions.connection(), afterPosition, settled, limit, wanted);
        });
    }

    OptionalLong newestPosition() {
        return StoreWork.join(transactions, () -> places.newest(transactions.connection()));
    }

    OptionalLong positionOf(StreamId stream, long version) {
        return StoreWork.join(transactions, () -> places.of(transactions.connection(), stream, version));
    }
}
