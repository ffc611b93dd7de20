package org.dddblocks.eventstore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.dddblocks.core.StreamId;
import org.jspecify.annotations.Nullable;

/**
 * Appends in the order of their arrival. No batch overtakes within a stream: what waits for a stream that another batch is
 * writing stays, and so does all that came after it for the same streams. Guarded by its user's lock, except for
 * {@link #size}.
 */
final class CommitQueue {
    private static final int MOST_EVENTS = 4096;
    private static final long MOST_CHARACTERS = 4L << 20;

    private final int mostAppends;
    private final int mostCommits;
    private final ArrayDeque<WaitingAppend> waiting = new ArrayDeque<>();
    private final List<SharedCommit> running = new ArrayList<>();
    private final Set<StreamId> streamsInFlight = new HashSet<>();
    private final Set<UUID> idsInFlight = new HashSet<>();
    private volatile int size;

    CommitQueue(EventStoreConfig config) {
        this.mostAppends = config.batch();
        this.mostCommits = config.writers();
    }

    void add(WaitingAppend append) {
        waiting.add(append);
        size = waiting.size();
    }

    /** How many wait; for any thread. */
    int size() {
        return size;
    }

    int running() {
        return running.size();
    }

    /** When the one that waits longest came, in nanoseconds of {@link System#nanoTime}; now if nobody waits. */
    long oldest() {
        WaitingAppend first = waiting.peek();
        return first == null ? System.nanoTime() : first.since();
    }

    /**
     * Whether one more commit would help. Two at a time take turns at the disk with half as many appends each, so a
     * second one begins only beside one that is slow.
     */
    boolean mayBegin() {
        return running.isEmpty()
                || running.size() < mostCommits
                        && running.get(running.size() - 1).isSlow();
    }

    /** What can be written together now, in order of arrival; null if all must wait for commits in flight. */
    @Nullable
    SharedCommit begin() {
        List<WaitingAppend> batch = mayBegin() ? take() : List.of();
        if (batch.isEmpty()) {
            return null;
        }
        SharedCommit begun = new SharedCommit(batch);
        running.add(begun);
        return begun;
    }

    private List<WaitingAppend> take() {
        List<WaitingAppend> batch = new ArrayList<>();
        Set<StreamId> blocked = new HashSet<>(streamsInFlight);
        int events = 0;
        long characters = 0;
        Iterator<WaitingAppend> all = waiting.iterator();
        while (all.hasNext() && batch.size() < mostAppends && events < MOST_EVENTS && characters < MOST_CHARACTERS) {
            WaitingAppend next = all.next();
            if (mayGo(next.append(), blocked)) {
                all.remove();
                batch.add(next);
                events += next.append().size();
                characters += next.append().characters();
            } else {
                next.append().parts().forEach(part -> blocked.add(part.stream()));
            }
        }
        size = waiting.size();
        batch.forEach(taken -> taken.append().parts().forEach(part -> streamsInFlight.add(part.stream())));
        return batch;
    }

    /** The same id twice in one batch would be two appends that do not know of each other. */
    private boolean mayGo(EncodedAppend append, Set<StreamId> blocked) {
        return append.parts().stream().noneMatch(part -> blocked.contains(part.stream()))
                && (append.id() == null || idsInFlight.add(append.id()));
    }

    /** It is written: its streams are free. */
    void written(SharedCommit batch) {
        for (WaitingAppend ended : batch.appends()) {
            if (ended.append().id() != null) {
                idsInFlight.remove(ended.append().id());
            }
            ended.append().parts().forEach(part -> streamsInFlight.remove(part.stream()));
        }
    }

    /** Another may begin. */
    void ended(SharedCommit batch) {
        running.removeIf(one -> one == batch);
    }

    /** All that wait, which then do no more. */
    List<WaitingAppend> drop() {
        List<WaitingAppend> dropped = List.copyOf(waiting);
        waiting.clear();
        size = 0;
        return dropped;
    }
}
