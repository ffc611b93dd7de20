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

/** Reads streams and the feed in the current transaction, or in none; what is read becomes events afterwards. */
final class EventReader {
    private final Database database;
    private final StreamTable streams;
    private final EventTable events;
    private final FeedPlaces places;
    private final UncommittedAppends uncommitted;
    private final FeedReader feed;

    EventReader(Database database, PayloadCodec codec, EventStoreMetrics metrics) {
        this.database = database;
        this.streams = new StreamTable(database);
        this.events = new EventTable(database, codec);
        this.places = new FeedPlaces(database);
        this.uncommitted = new UncommittedAppends(database, codec);
        this.feed = FeedReader.on(database, metrics);
    }

    /** Refuses a database on which the feed would lose events. */
    void check() {
        Transactions transactions = database.transactions();
        StoreWork.join(transactions, () -> {
            feed.check(transactions.connection());
            return true;
        });
    }

    List<EventEnvelope<DomainEvent>> read(StreamId stream, long afterVersion) {
        List<EventEnvelope<DomainEvent>> found =
                events.decoded(database.read(connection -> events.stream(connection, stream, afterVersion)));
        found.addAll(uncommitted.of(stream, afterVersion));
        if (found.isEmpty()) {
            version(stream); // refuses a deleted one
        }
        return List.copyOf(found);
    }

    long version(StreamId stream) {
        return database.read(connection -> streams.version(connection, stream));
    }

    FeedPage feed(long afterPosition, int limit, Wanted wanted) {
        List<StoredEvent> rows = database.read(connection -> feed.read(connection, afterPosition, limit));
        return events.page(rows, afterPosition, wanted);
    }

    OptionalLong newestPosition() {
        return database.read(places::newest);
    }

    OptionalLong positionOf(StreamId stream, long version) {
        return database.read(connection -> places.of(connection, stream, version));
    }

    long feedHead() {
        return database.read(feed::head);
    }

    Optional<FeedStall> feedStall() {
        return database.read(feed::stall);
    }
}
