package org.dddblocks.outbox;

import java.time.Duration;

/** What follows from a failed send. */
sealed interface Verdict {
    /**
     * Nothing is proven against the message: the database learns nothing, and the message is sent again.
     *
     * @param pause before that makes sense
     */
    record Acquitted(Duration pause) implements Verdict {}

    /**
     * The key waits before the next try, and is listed.
     *
     * @param attempts counted against the message so far
     * @param pause until the next try
     */
    record Later(int attempts, Duration pause) implements Verdict {}

    /**
     * The message becomes a dead letter.
     *
     * @param attempts counted against it
     * @param policy what happens to its key
     */
    record GivenUp(int attempts, FailurePolicy policy) implements Verdict {}
}
