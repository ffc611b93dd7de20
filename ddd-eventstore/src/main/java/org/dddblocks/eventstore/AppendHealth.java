package org.dddblocks.eventstore;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How appends outside of transactions are doing.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * @param closed whether the store takes no more
 * @param waiting appends that are not being written yet
 * @param oldest how long the first of them has been waiting; zero if there is none
 * @param writing batches that are being written
 * @param lastFailure what ended a batch without an answer of the database, such as an {@code Error}, or failed
 *     when it was told of; null if nothing did
 */
public record AppendHealth(
        boolean closed,
        int waiting,
        Duration oldest,
        int writing,
        @Nullable Throwable lastFailure) {}
