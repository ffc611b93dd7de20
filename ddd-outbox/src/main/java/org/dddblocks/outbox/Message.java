package org.dddblocks.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.dddblocks.core.EventMetadata;

/**
 * A message as it was stored, and as a broker carries it.
 *
 * @param id UUIDv7; a redelivery keeps it
 * @param source the context that sent it
 * @param key what it is ordered by
 * @param number its place among the messages of the key
 * @param type stable name of the payload's type
 * @param schemaVersion version of the payload's shape
 * @param payload JSON text, byte for byte as stored
 * @param time when it was published
 * @param metadata why it exists
 * @param headers further headers of the application
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
}
