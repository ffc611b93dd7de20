package org.dddblocks.saga;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the story of the instance says of a decision.
 *
 * @param input what the step ran with, where an undo may ask
 * @param result what it gave, where an undo may ask
 */
record Note(
        StoryEntry.What what,
        @Nullable String step,
        int attempt,
        @Nullable UUID message,
        String why,
        @Nullable Object input,
        @Nullable Object result) {

    static Note of(StoryEntry.What what, Progress<?> at, @Nullable UUID message, String why) {
        return new Note(what, at.step(), at.starts(), message, why, null, null);
    }

    Note recording(Object ranWith, Object gave) {
        return new Note(what, step, attempt, message, why, ranWith, gave);
    }
}
