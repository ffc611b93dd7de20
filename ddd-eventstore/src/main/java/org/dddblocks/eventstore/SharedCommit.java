package org.dddblocks.eventstore;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Appends that are written together. */
final class SharedCommit {
    /** Longer than a commit takes, shorter than a wait for a row: who takes longer most likely waits for somebody. */
    private static final long USUAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<WaitingAppend> appends;
    private final long begun = System.nanoTime();

    SharedCommit(List<WaitingAppend> appends) {
        this.appends = List.copyOf(appends);
    }

    /** In order of arrival. */
    List<WaitingAppend> appends() {
        return appends;
    }

    long nanos() {
        return System.nanoTime() - begun;
    }

    boolean isSlow() {
        return nanos() > USUAL_NANOS;
    }

    /** How many wait for its end, and may append again at once. */
    int senders() {
        return (int) appends.stream().filter(WaitingAppend::sync).count();
    }
}
