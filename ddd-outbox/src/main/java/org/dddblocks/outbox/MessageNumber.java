package org.dddblocks.outbox;

import org.dddblocks.core.ValueObject;

/**
 * The place of a message among those of its key.
 *
 * @param version the aggregate's version, or the key's counter
 * @param ordinal the place among the messages of that version, from 0
 */
public record MessageNumber(long version, int ordinal) implements ValueObject, Comparable<MessageNumber> {
    @Override
    public int compareTo(MessageNumber other) {
        int byVersion = Long.compare(version, other.version);
        return byVersion != 0 ? byVersion : Integer.compare(ordinal, other.ordinal);
    }
}
