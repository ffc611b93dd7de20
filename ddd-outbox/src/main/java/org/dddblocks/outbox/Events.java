package org.dddblocks.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What the relay's thread waits for: answers to sends, and calls to look at the outbox or to stop. */
final class Events {
    private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();

    /** Any thread: there may be something new. Many calls before the relay looks count as one. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            queue.add(new Event(null, null));
        }
    }

    /** Any thread: a send was answered. */
    void landed(Lane.Flight flight, @Nullable Throwable failure) {
        queue.add(new Event(flight, failure));
    }

    /** Waits until something happens or the time is over, and takes all that happened. */
    List<Event> await(long nanos) throws InterruptedException {
        Event first = queue.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        List<Event> events = new ArrayList<>();
        if (first != null) {
            events.add(first);
            queue.drainTo(events);
        }
        // Reset before the outbox is read: a commit after this line wakes again.
        if (events.stream().anyMatch(Event::wakeUp)) {
            woken.set(false);
        }
        return events;
    }

    /**
     * One thing that happened.
     *
     * @param flight the send that was answered; null for a wake-up
     * @param failure why it failed; null if it was accepted
     */
    record Event(Lane.@Nullable Flight flight, @Nullable Throwable failure) {
        boolean wakeUp() {
            return flight == null;
        }
    }
}
