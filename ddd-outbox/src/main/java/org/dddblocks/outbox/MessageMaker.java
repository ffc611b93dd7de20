package org.dddblocks.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.EventIds;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.PayloadCodec;
import org.jspecify.annotations.Nullable;

/** Puts payloads into their envelopes: id, source, key, number, type, times, and why they are sent. */
record MessageMaker(PayloadCodec codec, String source, Map<String, String> headers) {
    MessageMaker with(Map<String, String> further) {
        return new MessageMaker(codec, source, further);
    }

    /** Numbered from 1, as if nothing had been published under the key. Encoding comes first, so a wrong one is refused before anything is written. */
    List<Message> drafts(MessageKey key, List<?> payloads, Instant time) {
        Given.that(!payloads.isEmpty(), "The number of payloads", 0, "at least 1", "Publish one object or more.");
        EventMetadata why = CurrentMetadata.get();
        List<Message> messages = new ArrayList<>();
        for (Object payload : payloads) {
            messages.add(message(key, new MessageNumber(messages.size() + 1, 0), encodeOne(payload), time, why));
        }
        return messages;
    }

    private Encoded encodeOne(Object payload) {
        Objects.requireNonNull(payload, "A payload is null; publish objects of registered types.");
        Class<?> type = payload.getClass();
        Encoded encoded = new Encoded(codec.typeName(type), codec.schemaVersion(type), codec.encode(payload));
        Given.that(
                encoded.text().length() <= OutboxTable.LONGEST_PAYLOAD,
                "The payload of type " + encoded.type(),
                encoded.text().length() + " characters long",
                "at most " + OutboxTable.LONGEST_PAYLOAD,
                "Store the large part elsewhere and send a reference to it.");
        return encoded;
    }

    List<Message> translated(MessageTranslator translator, EventEnvelope<? extends DomainEvent> event) {
        MessageKey key = new MessageKey(event.stream().type(), event.stream().id());
        EventMetadata why = merged(event.metadata(), CurrentMetadata.get());
        List<Message> messages = new ArrayList<>();
        for (Object payload : translator.translate(event)) {
            MessageNumber number = new MessageNumber(event.version(), messages.size());
            messages.add(message(key, number, encodeOne(payload), event.occurredAt(), why));
        }
        return messages;
    }

    private Message message(MessageKey key, MessageNumber number, Encoded payload, Instant time, EventMetadata why) {
        return new Message(
                EventIds.next(),
                source,
                key,
                number,
                payload.type(),
                payload.version(),
                payload.text(),
                time,
                why,
                headers);
    }

    private static EventMetadata merged(EventMetadata first, EventMetadata second) {
        return new EventMetadata(
                either(first.correlationId(), second.correlationId()),
                either(first.causationId(), second.causationId()),
                either(first.actor(), second.actor()),
                either(first.tenant(), second.tenant()),
                either(first.traceparent(), second.traceparent()));
    }

    private static @Nullable String either(@Nullable String first, @Nullable String second) {
        return first != null ? first : second;
    }

    /** A payload as text. */
    record Encoded(String type, int version, String text) {}
}
