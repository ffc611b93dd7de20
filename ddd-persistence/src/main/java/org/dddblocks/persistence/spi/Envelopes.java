package org.dddblocks.persistence.spi;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.EventIds;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.TypeNames;

/**
 * Puts new events into their envelopes: id, place in the stream, name, times, and why they happened.
 *
 * <p>All events of one call share {@code occurredAt} (the application's clock), {@code recordedAt} (the database's) and
 * the thread's {@link CurrentMetadata}. <b>Threads.</b> One instance serves many threads.
 */
public final class Envelopes {
    private final Database database;
    private final TypeNames names;

    /**
     * Creates a helper.
     *
     * @param database for its clocks
     * @param names of the events' types
     */
    public Envelopes(Database database, TypeNames names) {
        this.database = database;
        this.names = names;
    }

    /**
     * Wraps the new events of one aggregate; call it inside the transaction that stores them.
     *
     * @param stream the aggregate's
     * @param after the version before the first event, 0 for a new stream
     * @param events in order
     * @param <E> their family
     * @return envelopes with the versions {@code after + 1, after + 2, …}
     * @throws IllegalArgumentException if an event has no name
     */
    public <E extends DomainEvent> List<EventEnvelope<E>> wrap(StreamId stream, long after, List<E> events) {
        Instant occurredAt = Jdbc.micros(database.clock().instant());
        Instant recordedAt = database.now();
        EventMetadata metadata = CurrentMetadata.get();
        List<EventEnvelope<E>> envelopes = new ArrayList<>(events.size());
        for (E event : events) {
            long version = after + envelopes.size() + 1;
            String name = names.typeName(event.getClass());
            int schema = names.schemaVersion(event.getClass());
            envelopes.add(new EventEnvelope<>(
                    EventIds.next(), stream, version, name, schema, occurredAt, recordedAt, metadata, event));
        }
        return envelopes;
    }
}
