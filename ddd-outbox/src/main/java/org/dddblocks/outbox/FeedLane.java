package org.dddblocks.outbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The messages of one key that a feed's relay holds, of which one at a time is on its way. Used by its thread only. */
final class FeedLane {
    final MessageKey key;
    /** The feed up to here has been looked through for a parked key that is sent again; 0 for others. */
    final long scannedTo;

    final Deque<Item> waiting = new ArrayDeque<>();

    @Nullable
    Flight flight;

    int failures;
    long pausedUntil;

    FeedLane(MessageKey key, long scannedTo, int failures, long now) {
        this.key = key;
        this.scannedTo = scannedTo;
        this.failures = failures;
        this.pausedUntil = now;
    }

    boolean redriven() {
        return scannedTo > 0;
    }

    /** The next message as the judgement wants it. */
    OutboxRow row() {
        return new OutboxRow(waiting.element().position(), message(), failures, null, false);
    }

    Message message() {
        return Objects.requireNonNull(waiting.element().message());
    }

    /** Why the next event can be no message; null if it can. */
    @Nullable
    String broken() {
        return waiting.isEmpty() ? null : waiting.element().broken();
    }

    boolean ready(long now) {
        return flight == null && !waiting.isEmpty() && now - pausedUntil >= 0;
    }

    void accepted() {
        waiting.remove();
        failures = 0;
    }

    /**
     * A message at its place in the feed.
     *
     * @param message null if the event cannot be translated
     * @param broken why not; null if it can
     */
    record Item(
            long position,
            int ordinal,
            @Nullable Message message,
            @Nullable String broken) {}

    /** One send; a later one of the same message is another. */
    static final class Flight {
        final FeedLane lane;
        final long departed;
        final boolean alone;
        private final AtomicReference<State> state = new AtomicReference<>(State.BOOKED);

        Flight(FeedLane lane, long departed, boolean alone) {
            this.lane = lane;
            this.departed = departed;
            this.alone = alone;
        }

        boolean board() {
            return state.compareAndSet(State.BOOKED, State.SENT);
        }

        /** False if the broker may have it already. */
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
