package org.dddblocks.eventstore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;

/** One row of the event table, and the only place that knows the order of its columns. */
record StoredEvent(
        long position,
        StreamId stream,
        long version,
        UUID eventId,
        String typeName,
        int schemaVersion,
        Instant occurredAt,
        Instant recordedAt,
        EventMetadata metadata,
        String payload) {
    static final String COLUMNS = "position, stream_type, stream_id, version, event_id, type_name, schema_version,"
            + " occurred_at, recorded_at, correlation_id, causation_id, actor, tenant, traceparent, payload";
    static final String WRITTEN = COLUMNS + ", append_id, append_part, append_size";
    static final String MARKS = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

    static @Nullable Object[] row(long position, UncommittedEvent event) {
        EventEnvelope<DomainEvent> envelope = event.envelope();
        EventMetadata metadata = envelope.metadata();
        UncommittedEvent.Share share = event.share();
        return new @Nullable Object[] {
            position,
            envelope.stream().type(),
            envelope.stream().id(),
            envelope.version(),
            envelope.eventId(),
            envelope.typeName(),
            envelope.schemaVersion(),
            envelope.occurredAt(),
            envelope.recordedAt(),
            metadata.correlationId(),
            metadata.causationId(),
            metadata.actor(),
            metadata.tenant(),
            metadata.traceparent(),
            event.payload(),
            share == null ? null : share.append(),
            share == null ? null : share.part(),
            share == null ? null : share.size()
        };
    }

    /** Reads rows of which many have a stream and metadata in common with the one before. */
    static final class Reader implements Jdbc.RowReader<StoredEvent> {
        private StreamId stream = new StreamId("none", "none");
        private EventMetadata metadata = EventMetadata.NONE;

        @Override
        public StoredEvent read(ResultSet row) throws SQLException {
            return new StoredEvent(
                    row.getLong(1),
                    stream(row.getString(2), row.getString(3)),
                    row.getLong(4),
                    row.getObject(5, UUID.class),
                    row.getString(6),
                    row.getInt(7),
                    Objects.requireNonNull(Jdbc.instant(row, 8)),
                    Objects.requireNonNull(Jdbc.instant(row, 9)),
                    metadata(
                            row.getString(10),
                            row.getString(11),
                            row.getString(12),
                            row.getString(13),
                            row.getString(14)),
                    row.getString(15));
        }

        private StreamId stream(String type, String id) {
            if (!stream.id().equals(id) || !stream.type().equals(type)) {
                stream = new StreamId(type, id);
            }
            return stream;
        }

        private EventMetadata metadata(
                @Nullable String correlation,
                @Nullable String causation,
                @Nullable String actor,
                @Nullable String tenant,
                @Nullable String trace) {
            boolean same = Objects.equals(metadata.correlationId(), correlation)
                    && Objects.equals(metadata.causationId(), causation)
                    && Objects.equals(metadata.actor(), actor)
                    && Objects.equals(metadata.tenant(), tenant)
                    && Objects.equals(metadata.traceparent(), trace);
            if (!same) {
                metadata = new EventMetadata(correlation, causation, actor, tenant, trace);
            }
            return metadata;
        }
    }

    /** As it was written, of the event that was written. */
    EventEnvelope<DomainEvent> envelopeOf(DomainEvent event) {
        return new EventEnvelope<>(
                eventId, stream, version, typeName, schemaVersion, occurredAt, recordedAt, metadata, event);
    }

    /** What upcasters left of it, in order; all parts keep its version. */
    List<EventEnvelope<DomainEvent>> envelopes(PayloadCodec codec) {
        List<DomainEvent> events = decoded(codec);
        if (events.size() == 1) { // nearly always
            return List.of(envelope(codec, events.get(0), 0));
        }
        List<EventEnvelope<DomainEvent>> envelopes = new ArrayList<>(events.size());
        for (DomainEvent event : events) {
            envelopes.add(envelope(codec, event, envelopes.size()));
        }
        return envelopes;
    }

    private List<DomainEvent> decoded(PayloadCodec codec) {
        try {
            return DecodedEvents.of(codec, typeName, schemaVersion, payload);
        } catch (RuntimeException e) {
            throw new UnreadableEventException(stream, version, position, typeName, schemaVersion, e);
        }
    }

    /** The name and version are those of what it is now, so that they fit the event. */
    private EventEnvelope<DomainEvent> envelope(PayloadCodec codec, DomainEvent event, int part) {
        return new EventEnvelope<>(
                DecodedEvents.idOf(eventId, part),
                stream,
                version,
                codec.typeName(event.getClass()),
                codec.schemaVersion(event.getClass()),
                occurredAt,
                recordedAt,
                metadata,
                event);
    }
}
