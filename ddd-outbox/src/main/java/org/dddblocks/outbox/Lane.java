package org.dddblocks.outbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The rows of one key that the relay holds, of which one at a time is on its way. Used by the relay's thread only. */
final class Lane {
    private final Deque<OutboxRow> waiting = new ArrayDeque<>();
    private @Nullable Flight flight;
    private long missed;

    /** Takes a row that directly follows those it has. */
    void add(OutboxRow row) {
        waiting.add(row);
    }

    int size() {
        return waiting.size();
    }

    int rows() {
        return waiting.size() + (flight == null ? 0 : 1);
    }

    /** There is a row that it does not take now: no later one may be added either. */
    void miss(long row) {
        missed = missed == 0 ? row : Math.min(missed, row);
    }

    boolean misses() {
        return missed != 0;
    }

    /** From which row on the key must be read again, when this lane is given up; 0 if there is nothing left of it. */
    long left() {
        OutboxRow next = waiting.peek();
        return next == null ? missed : next.seq();
    }

    /** The last of its rows; 0 if it is empty. */
    long last() {
        OutboxRow last = waiting.peekLast();
        return last != null ? last.seq() : flight != null ? flight.row().seq() : 0;
    }

    /** The number of that row; null if it is empty. */
    @Nullable
    MessageNumber lastNumber() {
        OutboxRow last = waiting.peekLast();
        OutboxRow row = last != null ? last : flight != null ? flight.row() : null;
        return row == null ? null : row.message().number();
    }

    /** What could set off now; null if a message is on its way or none is left. */
    @Nullable
    OutboxRow next() {
        return flight == null ? waiting.peek() : null;
    }

    /** Sets off with the next row, which must be there. */
    Flight depart(long now) {
        Flight next = new Flight(waiting.remove(), now);
        flight = next;
        return next;
    }

    @Nullable
    Flight flight() {
        return flight;
    }

    void landed() {
        flight = null;
    }

    void forgetWaiting() {
        if (!waiting.isEmpty()) {
            miss(waiting.element().seq());
            waiting.clear();
        }
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

        long departed() {
            return departed;
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
