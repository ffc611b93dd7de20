package org.dddblocks.core;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * A stored event with all that is known of it.
 *
 * <p><b>Units.</b> Times are UTC and cut to the microsecond, so that an envelope equals itself after it was stored.
 * <b>Threads.</b> Immutable.
 *
 * @param eventId a UUID of version 7, see {@link EventIds}
 * @param stream the aggregate's stream
 * @param version its place in the stream, 1, 2, 3, …
 * @param typeName the event type's stable name, 1 to 255 characters
 * @param schemaVersion the version of the payload's shape, from 1
 * @param occurredAt business time, from the application's clock
 * @param recordedAt when it was stored, by the database's clock
 * @param metadata why it exists
 * @param event the event
 * @param <E> its type
 * @see <a href="https://www.enterpriseintegrationpatterns.com/patterns/messaging/EnvelopeWrapper.html">Hohpe and Woolf,
 *     Envelope Wrapper</a>
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
        E event) {
    private static final int LONGEST_NAME = 255;

    /**
     * Checks its arguments and cuts times to the microsecond.
     *
     * @throws IllegalArgumentException if one of them is {@code null} or not allowed
     */
    public EventEnvelope {
        Texts.given(eventId, "The id of an event");
        Texts.given(stream, "The stream of an event");
        if (version < 1) {
            Texts.check(false, "The version of an event in " + stream, version, "1 or more");
        }
        Texts.checkText(typeName, "The type name of an event in ", stream, LONGEST_NAME);
        if (schemaVersion < 1) {
            Texts.check(false, "The schema version of " + typeName, schemaVersion, "1 or more");
        }
        occurredAt = micros(Texts.given(occurredAt, "The time of occurrence of an event in ", stream));
        recordedAt = micros(Texts.given(recordedAt, "The time of recording of an event in ", stream));
        Texts.given(metadata, "The metadata, with EventMetadata.NONE for none, of an event in ", stream);
        Texts.given(event, "The event of an envelope in ", stream);
    }

    private static Instant micros(Instant time) {
        return time.getNano() % 1000 == 0 ? time : time.truncatedTo(ChronoUnit.MICROS);
    }
}
