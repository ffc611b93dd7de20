package org.dddblocks.eventstore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;

/**
 * An append as it is written, complete but for versions and the database's time.
 *
 * @param id its sender's
 * @param retried whether nobody knows if a try before this one was stored
 */
record EncodedAppend(@Nullable UUID id, boolean retried, Instant occurredAt, EventMetadata metadata, List<Part> parts) {
    /** The same order for all writers, so that two who lock several rows never wait for each other in a circle. */
    static final Comparator<StreamId> LOCK_ORDER =
            Comparator.comparing(StreamId::type).thenComparing(StreamId::id);

    /** One stream's share. */
    record Part(StreamId stream, Expected expected, List<EncodedEvent> events) {
        int size() {
            return events.size();
        }
    }

    static EncodedAppend of(Append append, PayloadCodec codec, Database database) {
        List<Part> parts = new ArrayList<>(append.parts().size());
        for (Append.Part part : append.parts()) {
            parts.add(new Part(part.stream(), part.expected(), EncodedEvent.all(part.stream(), part.events(), codec)));
        }
        return new EncodedAppend(
                append.id().orElse(null), false, Jdbc.micros(database.clock().instant()), CurrentMetadata.get(), parts);
    }

    /** For a try after one of which nobody knows whether it was stored. */
    EncodedAppend again() {
        return new EncodedAppend(id, true, occurredAt, metadata, parts);
    }

    /** Whether it may be stored already, so that the writer must look. */
    boolean known() {
        return id != null || retried;
    }

    /** The id of its first event, which says whether an append without an id is stored. */
    UUID first() {
        return parts.get(0).events().get(0).id();
    }

    /** Whether both mean the same; what they expect may differ. */
    boolean sameContent(EncodedAppend other) {
        return content().equals(other.content());
    }

    private List<Object> content() {
        List<Object> content = new ArrayList<>();
        for (Part part : parts) {
            content.add(part.stream());
            part.events().forEach(event -> content.add(event.event()));
        }
        return content;
    }

    int size() {
        return parts.stream().mapToInt(Part::size).sum();
    }

    long characters() {
        long characters = 0;
        for (Part part : parts) {
            for (EncodedEvent event : part.events()) {
                characters += event.payload().length();
            }
        }
        return characters;
    }

    /** The parts in the order in which their rows are locked. */
    List<Part> sorted() {
        return parts.size() == 1
                ? parts
                : parts.stream()
                        .sorted(Comparator.comparing(Part::stream, LOCK_ORDER))
                        .toList();
    }

    List<EventEnvelope<DomainEvent>> envelopes(Part part, long before, Instant recordedAt) {
        List<EventEnvelope<DomainEvent>> envelopes = new ArrayList<>(part.size());
        for (EncodedEvent event : part.events()) {
            envelopes.add(new EventEnvelope<>(
                    event.id(),
                    part.stream(),
                    before + envelopes.size() + 1,
                    event.typeName(),
                    event.schemaVersion(),
                    occurredAt,
                    recordedAt,
                    metadata,
                    event.event()));
        }
        return envelopes;
    }
}
