package org.dddblocks.eventstore;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** What a process knows about the feed of one store, and whose turn it is to look. */
final class FenceWatch {
    private final FencePace pace = new FencePace();
    private final AtomicReference<FenceState> state = new AtomicReference<>(FenceState.UNKNOWN);

    FencePace pace() {
        return pace;
    }

    FenceState state() {
        return Objects.requireNonNull(state.get());
    }

    /** Keeps what a look found, unless something else was found since it began: holders read before a fence prove nothing. */
    boolean keep(FenceState before, FenceState after) {
        return state.compareAndSet(before, after);
    }
}
