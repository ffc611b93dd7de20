package org.dddblocks.core;

/**
 * Names the stream of one aggregate.
 *
 * @param type the aggregate type's stable name
 * @param id the aggregate's id as text
 */
public record StreamId(String type, String id) implements ValueObject {
    @Override
    public String toString() {
        return type + "/" + id;
    }
}
