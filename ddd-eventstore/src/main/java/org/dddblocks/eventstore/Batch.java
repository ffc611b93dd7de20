package org.dddblocks.eventstore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.dddblocks.persistence.FeedEntry;
import org.jspecify.annotations.Nullable;

/** What one transaction of a worker did: it counts once that is committed. */
final class Batch implements Pace {
    private final Progress progress;
    private final BooleanSupplier closing;
    private final long endBy;
    private final List<SetAsideEvent> passedOver = new ArrayList<>();
    private @Nullable FeedEntry last;
    private int stored;
    private long applied;

    /** Ends early, so that a pool's only connection is free again before the lease must be renewed. */
    Batch(Progress progress, BooleanSupplier closing, ProjectionConfig config) {
        this.progress = progress;
        this.closing = closing;
        this.endBy = System.nanoTime() + config.lease().toNanos() / 4;
    }

    @Override
    public boolean goesOn(FeedEntry next) {
        if (closing.getAsBoolean() || stored > 0 && System.nanoTime() > endBy) {
            return false;
        }
        stored++;
        last = next;
        progress.handling(true);
        return true;
    }

    @Override
    public void applied(FeedEntry entry) {
        applied++;
        progress.handling(false);
        forgetInterrupt();
    }

    @Override
    public void passedOver(SetAsideEvent event) {
        passedOver.add(event);
        progress.handling(false);
    }

    /**
     * What a handler left behind must not reach the database: H2 closes its file, for everybody, when a thread that works
     * with it is interrupted. The engine's threads end by their close only.
     */
    static void forgetInterrupt() {
        Thread.interrupted();
    }

    List<SetAsideEvent> passedOver() {
        return passedOver;
    }

    long applied() {
        return applied;
    }

    /** How many stored events were begun. */
    int stored() {
        return stored;
    }

    @Nullable
    FeedEntry last() {
        return last;
    }

    @Nullable
    Instant recordedAt() {
        return last == null ? null : last.envelope().recordedAt();
    }
}
