package org.dddblocks.eventstore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.dddblocks.core.StreamId;

/**
 * Appends in the order of their arrival. No batch overtakes within a stream: what waits for a stream that another batch is
 * writing stays, and so does all that came after it for the same streams. Guarded by its user's lock.
 */
final class CommitQueue {
    private static final int MOST_EVENTS = 4096;
    private static final long MOST_CHARACTERS = 4L << 20;

    private final int mostAppends;
    private final ArrayDeque<WaitingAppend> waiting = new ArrayDeque<>();
    private final Set<StreamId> streamsInFlight = new HashSet<>();
    private final Set<UUID> idsInFlight = new HashSet<>();

    CommitQueue(int mostAppends) {
        this.mostAppends = mostAppends;
    }

    void add(WaitingAppend append) {
        waiting.add(append);
    }

    int size() {
        return waiting.size();
    }

    /** When the one that waits longest came, in nanoseconds of {@link System#nanoTime}; now if nobody waits. */
    long oldest() {
        WaitingAppend first = waiting.peek();
        return first == null ? System.nanoTime() : first.since();
    }

    /** What can be written together now, in order of arrival; nothing if all must wait for batches in flight. */
    List<WaitingAppend> take() {
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
        batch.forEach(taken -> taken.append().parts().forEach(part -> streamsInFlight.add(part.stream())));
        return batch;
    }

    /** The same id twice in one batch would be two appends that do not know of each other. */
    private boolean mayGo(EncodedAppend append, Set<StreamId> blocked) {
        return append.parts().stream().noneMatch(part -> blocked.contains(part.stream()))
                && (append.id() == null || idsInFlight.add(append.id()));
    }

    /** A batch has ended: its streams are free. */
    void done(List<WaitingAppend> batch) {
        for (WaitingAppend ended : batch) {
            if (ended.append().id() != null) {
                idsInFlight.remove(ended.append().id());
            }
            ended.append().parts().forEach(part -> streamsInFlight.remove(part.stream()));
        }
    }

    /** All that wait, which then do no more. */
    List<WaitingAppend> drop() {
        List<WaitingAppend> dropped = List.copyOf(waiting);
        waiting.clear();
        return dropped;
    }
}
