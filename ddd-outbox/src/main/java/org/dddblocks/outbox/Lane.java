package org.dddblocks.outbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The rows of one key that the relay holds, of which one at a time is on its way. Used by the relay's thread only. */
final class Lane {
    /** A hot key must not fill the relay's memory: what is beyond this is read again later. */
    private static final int LONGEST = 20;

    private final Deque<OutboxRow> waiting = new ArrayDeque<>();
    private @Nullable Flight flight;

    void add(OutboxRow row) {
        if (waiting.size() < LONGEST) {
            waiting.add(row);
        }
    }

    /** Sets off with the next row; null if one is on its way or none is left. */
    @Nullable
    Flight depart(long now) {
        OutboxRow next = flight == null ? waiting.poll() : null;
        if (next == null) {
            return null;
        }
        flight = new Flight(next, now);
        return flight;
    }

    @Nullable
    Flight flight() {
        return flight;
    }

    void landed() {
        flight = null;
    }

    /** Forgets what did not set off; returns whether there was any. */
    boolean forgetWaiting() {
        boolean any = !waiting.isEmpty();
        waiting.clear();
        return any;
    }

    boolean empty() {
        return flight == null && waiting.isEmpty();
    }

    /** One send; compared by identity, since the same row may be sent again while the first try still runs. */
    static final class Flight {
        private final OutboxRow row;
        private final long departed;
        private final AtomicReference<State> state = new AtomicReference<>(State.BOOKED);

        private Flight(OutboxRow row, long departed) {
            this.row = row;
            this.departed = departed;
        }

        OutboxRow row() {
            return row;
        }

        long age(long now) {
            return now - departed;
        }

        /** The sender's thread takes it; false if it was cancelled before. */
        boolean board() {
            return state.compareAndSet(State.BOOKED, State.SENT);
        }

        /** The relay gives it up; false if the broker may have it already. */
        boolean cancel() {
            return state.compareAndSet(State.BOOKED, State.CANCELLED);
        }
    }

    private enum State {
        BOOKED,
        SENT,
        CANCELLED
    }
}
