package org.dddblocks.outbox;

import org.dddblocks.core.ValueObject;

/**
 * What a message is ordered by: messages of one key are delivered in commit order.
 *
 * @param type kind of the thing, such as the aggregate type's name (Debezium's {@code aggregatetype})
 * @param id its id (Debezium's {@code aggregateid})
 */
public record MessageKey(String type, String id) implements ValueObject {
    @Override
    public String toString() {
        return type + "/" + id;
    }
}
