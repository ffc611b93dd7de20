package org.dddblocks.saga;

import java.util.UUID;

/** What can happen to an instance. */
sealed interface Input {
    /** It is due: begin, or begin again. */
    record Due() implements Input {}

    /** The command of the step was stored in the outbox. */
    record Sent(UUID command) implements Input {}

    /** A message came that answers a command of the instance. */
    record Replied(UUID message, UUID command, Object reply) implements Input {}

    /** The work of a tx step, or of its undo, returned. */
    record Worked(Object result) implements Input {}

    /** It threw, and its transaction is rolled back: the work itself, which may refuse, or what belongs to it. */
    record Threw(Throwable failure, boolean byWork) implements Input {}

    /** Something else went wrong before the start of a step was recorded. */
    record Broke(String why) implements Input {}
}
