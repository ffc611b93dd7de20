package org.dddblocks.outbox;

import org.dddblocks.core.ValueObject;

/**
 * What a message is ordered by: messages of one key are delivered in commit order, those of different keys side by side.
 *
 * <p><b>Shape.</b> Two names of 1 to 255 characters; they are compared byte for byte, so {@code a} and {@code A} are two
 * keys. All keys of one {@code type} are numbered the same way for ever: by their aggregate, or by a counter
 * ({@link Outbox}).
 *
 * <pre>{@code
 * outbox.publish(new MessageKey("fulfilment", orderId), new ReserveStock(orderId, lines));
 * }</pre>
 *
 * @param type kind of the thing, such as the aggregate type's name (Debezium's {@code aggregatetype})
 * @param id its id (Debezium's {@code aggregateid})
 */
public record MessageKey(String type, String id) implements ValueObject {
    private static final int LONGEST = 255;

    /**
     * Checks both names.
     *
     * @throws IllegalArgumentException if one is blank, too long or contains control characters
     */
    public MessageKey {
        Given.name(type, "MessageKey.type", LONGEST, "Name the kind of thing, such as order.");
        Given.name(id, "MessageKey.id", LONGEST, "Use the id of the thing as text.");
    }

    @Override
    public String toString() {
        return type + "/" + id;
    }
}
