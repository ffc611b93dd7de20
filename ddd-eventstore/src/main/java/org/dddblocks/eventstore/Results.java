package org.dddblocks.eventstore;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.dddblocks.persistence.ConflictException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How senders and listeners learn of an append's end. */
final class Results {
    private static final Logger LOG = LoggerFactory.getLogger(EventStore.class);

    private Results() {}

    /** Not ended by an interrupt: the append is on its way, and its sender must know how it ends. */
    static Appended await(CompletableFuture<Appended> result) {
        try {
            return Objects.requireNonNull(result.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** A listener that fails harms nobody, not even with an {@code Error}: others wait for what comes after it. */
    static void measure(EventStoreMetrics metrics, WaitingAppend waiting, BatchCommit.End end) {
        try {
            if (end.written()) {
                metrics.appended(
                        Duration.ofNanos(System.nanoTime() - waiting.since()),
                        waiting.append().size());
            } else if (end.failure() instanceof ConflictException) {
                metrics.conflict(waiting.append().parts().get(0).stream());
            }
        } catch (Throwable e) {
            LOG.error("The EventStoreMetrics of this event store failed; appends go on.", e);
        }
    }
}
