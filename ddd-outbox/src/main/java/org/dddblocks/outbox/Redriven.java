package org.dddblocks.outbox;

import java.util.List;

/**
 * What a redrive put back into the outbox, and what the operator should know about it.
 *
 * @param numbers the {@link DeadLetter#number()}s that will be sent again, ascending; those asked for that are missing
 *     here were sent again or discarded before
 * @param warnings sentences for a person: about skipped messages that come behind their successors, so that a gated
 *     consumer drops them, and about messages that have to wait for other dead letters; empty if there is nothing to say
 */
public record Redriven(List<Long> numbers, List<String> warnings) {
    /** Copies both lists. */
    public Redriven {
        numbers = List.copyOf(numbers);
        warnings = List.copyOf(warnings);
    }
}
