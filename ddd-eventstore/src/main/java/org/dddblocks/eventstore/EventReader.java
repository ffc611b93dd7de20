package org.dddblocks.eventstore;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.StoreWork;

/** Reads streams and the feed in the current transaction, or in one of its own. */
final class EventReader {
    private final Transactions transactions;
    private final StreamTable streams;
    private final EventTable events;
    private final FeedPlaces places;
    private final UncommittedAppends uncommitted;
    private final FeedReader feed;

    EventReader(Database database, PayloadCodec codec, EventStoreMetrics metrics) {
        this.transactions = database.transactions();
        this.streams = new StreamTable(database);
        this.events = new EventTable(database, codec);
        this.places = new FeedPlaces(database);
        this.uncommitted = new UncommittedAppends(database, codec);
        this.feed = FeedReader.on(database, metrics);
    }

    /** Refuses a database on which the feed would lose events. */
    void check() {
        StoreWork.join(transactions, () -> {
            feed.check(transactions.connection());
            return true;
        });
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
            List<StoredEvent> rows = feed.read(transactions.connection(), afterPosition, limit);
            return events.page(rows, afterPosition, wanted);
        });
    }

    OptionalLong newestPosition() {
        return StoreWork.join(transactions, () -> places.newest(transactions.connection()));
    }

    OptionalLong positionOf(StreamId stream, long version) {
        return StoreWork.join(transactions, () -> places.of(transactions.connection(), stream, version));
    }

    long feedHead() {
        return StoreWork.join(transactions, () -> feed.head(transactions.connection()));
    }

    Optional<FeedStall> feedStall() {
        return StoreWork.join(transactions, () -> feed.stall(transactions.connection()));
    }
}
