package org.dddblocks.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.dddblocks.core.EventMetadata;

/**
 * A message as it was stored, and as a broker carries it.
 *
 * <p><b>Shape.</b> An envelope of plain values around a payload of JSON text; nothing in it refers to a class.
 * <b>Units.</b> {@code time} is UTC, kept to the microsecond.
 * <b>Secrets.</b> {@link #toString()} leaves the payload and the headers' values out, so that a logged message gives no
 * personal data away.
 *
 * @param id UUIDv7; a redelivery keeps it
 * @param source the context that sent it
 * @param key what it is ordered by
 * @param number its place among the messages of the key
 * @param type stable name of the payload's type
 * @param schemaVersion version of the payload's shape
 * @param payload JSON text, byte for byte as stored
 * @param time when what it tells happened
 * @param metadata why it exists
 * @param headers further headers of the application
 * @see <a href="https://www.enterpriseintegrationpatterns.com/patterns/messaging/Message.html">Hohpe and Woolf, Message</a>
 */
public record Message(
        UUID id,
        String source,
        MessageKey key,
        MessageNumber number,
        String type,
        int schemaVersion,
        String payload,
        Instant time,
        EventMetadata metadata,
        Map<String, String> headers) {
    /** Copies the headers. */
    public Message {
        headers = Map.copyOf(headers);
    }

    /** The same message with a number that is greater by this much. */
    Message after(long numbers) {
        MessageNumber later = new MessageNumber(number.version() + numbers, number.ordinal());
        return new Message(id, source, key, later, type, schemaVersion, payload, time, metadata, headers);
    }

    @Override
    public String toString() {
        return "Message %s %s v%d of %s number %s from %s, headers %s"
                .formatted(id, type, schemaVersion, key, number, source, headers.keySet());
    }
}
