package org.dddblocks.outbox;

import org.dddblocks.core.ValueObject;

/**
 * The place of a message among those of its key; a message that was committed later has a greater number.
 *
 * <p><b>Shape.</b> Ascending, with gaps: a version without messages is left out.
 *
 * @param version the aggregate's version, or the key's counter; from 1
 * @param ordinal the place among the messages of that version, from 0
 */
public record MessageNumber(long version, int ordinal) implements ValueObject, Comparable<MessageNumber> {
    /**
     * Checks both numbers.
     *
     * @throws IllegalArgumentException if the version is below 1 or the ordinal below 0
     */
    public MessageNumber {
        Given.that(version >= 1, "MessageNumber.version", version, "at least 1", "Number a key's messages from 1.");
        Given.that(ordinal >= 0, "MessageNumber.ordinal", ordinal, "at least 0", "Count a version's messages from 0.");
    }

    @Override
    public int compareTo(MessageNumber other) {
        int byVersion = Long.compare(version, other.version);
        return byVersion != 0 ? byVersion : Integer.compare(ordinal, other.ordinal);
    }

    @Override
    public String toString() {
        return version + "." + ordinal;
    }
}
