package org.dddblocks.core;

import java.time.Instant;
import java.util.UUID;

/**
 * A stored event with all that is known of it.
 *
 * @param eventId UUIDv7
 * @param stream the aggregate's stream
 * @param version its place in the stream, 1, 2, 3, …
 * @param typeName the event type's stable name
 * @param schemaVersion the version of the payload's shape, from 1
 * @param occurredAt business time
 * @param recordedAt the database's clock
 * @param metadata why it exists
 * @param event the event
 * @param <E> its type
 */
public record EventEnvelope<E extends DomainEvent>(
        UUID eventId,
        StreamId stream,
        long version,
        String typeName,
        int schemaVersion,
        Instant occurredAt,
        Instant recordedAt,
        EventMetadata metadata,
        E event) {}
