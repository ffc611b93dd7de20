package org.dddblocks.saga;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One line of an instance's story: what happened, when, and why.
 *
 * @param instance the instance
 * @param number its place in the story, from 1
 * @param at the database's clock
 * @param what what happened
 * @param step of which step; empty for what concerns the whole instance
 * @param attempt how often the step had been started, 0 where no step was
 * @param message the command sent, or the reply received
 * @param why in words; holds no payloads; may be empty
 */
public record StoryEntry(
        UUID instance,
        int number,
        Instant at,
        What what,
        Optional<String> step,
        int attempt,
        Optional<UUID> message,
        String why) {

    /** Kinds of entries. The names are stored and stable. */
    public enum What {
        /** The instance was created. */
        STARTED,
        /** A step's command was published. */
        SENT,
        /** A step is done. */
        COMPLETED,
        /** A step was refused by a declared reply or exception. */
        REJECTED,
        /** A try of a step, or of its undo, failed and will be repeated. */
        FAILED,
        /** The undoing command of a step was published. */
        UNDO_SENT,
        /** A step is undone. */
        UNDONE,
        /** A step says that nothing need be undone. */
        NOTHING_TO_UNDO,
        /** A reply changed nothing: it was late, came twice, or was not awaited. */
        REPLY_IGNORED,
        /** The instance stands in NEEDS_ATTENTION from here. */
        PARKED,
        /** What stood in the way is gone; the instance goes on. */
        RESUMED,
        /** The saga reached its end; {@code why} names it. */
        ENDED
    }
}
