package org.dddblocks.eventstore;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dddblocks.core.StreamId;

/**
 * Takes snapshots of streams off the path of commands: after their commit, on a daemon thread of its own.
 *
 * <p><b>Promise.</b> A command never waits for a state to be rebuilt and encoded, at most for the row of its own stream to
 * be written, and never fails because of a snapshot; what is taken is always a committed state. A snapshot of other code, a damaged one, or one newer than its stream is ignored with one warning and
 * replaced. <b>When.</b> Every {@link SnapshotConfig#every} events, by age when a scheduler calls {@link #takeOlderThan},
 * and when {@link EventSourcedRepository#requestSnapshot} asks. <b>Threads.</b> Safe for many threads; has one, named {@code ddd-snapshots}.
 *
 * <pre>{@code
 * Snapshots snapshots = Snapshots.on(store, SnapshotConfig.builder().build()); // close it with the application
 * EventSourcedRepository<Order, OrderId> orders = store.repository(Order.TYPE)
 *         .snapshots(Order.SNAPSHOTS, OrderId::new, snapshots)
 *         .build();
 * }</pre>
 *
 * @see <a href="https://learn.microsoft.com/azure/architecture/patterns/event-sourcing">Microsoft, Event Sourcing pattern</a>
 */
public final class Snapshots implements AutoCloseable {
    private static final int PAGE = 500;

    private final EventStore store;
    private final SnapshotStore kept;
    private final SnapshotConfig config;
    private final SnapshotThread thread;
    private final SnapshotWarnings warnings = new SnapshotWarnings();
    private final List<SnapshotSource> sources = new CopyOnWriteArrayList<>();

    private Snapshots(EventStore store, SnapshotConfig config) {
        this.store = store;
        this.kept = store.snapshotStore();
        this.config = config;
        this.thread = new SnapshotThread(config);
    }

    /**
     * Starts the thread.
     *
     * @param store whose streams
     * @param config when and how many
     * @return what repositories take
     * @throws UnsupportedOperationException if the store keeps no snapshots
     */
    public static Snapshots on(EventStore store, SnapshotConfig config) {
        return new Snapshots(
                Limits.given(store, "The event store of snapshots"), Limits.given(config, "The config of snapshots"));
    }

    /**
     * Takes a snapshot of every stream that has new events and no snapshot younger than an age, on the calling thread, each
     * in a transaction of its own; for a scheduler, such as nightly. Only streams of repositories that were built with this
     * object are looked at.
     *
     * @param age such as one day; zero for all streams with new events
     * @return how many were taken; what failed is logged
     * @throws IllegalArgumentException if the age is negative
     * @throws IllegalStateException inside a transaction, because it needs its own
     */
    public int takeOlderThan(Duration age) {
        SnapshotConfig.check(
                !Limits.given(age, "The age of snapshots").isNegative(), "The age of snapshots", age, "zero or more");
        if (store.transactions().active()) {
            throw new IllegalStateException(
                    "Snapshots.takeOlderThan was called inside a transaction, but it needs its own."
                            + " Call it from a scheduler, outside of transactions.run.");
        }
        int taken = 0;
        for (SnapshotSource source : sources) {
            taken += takeOlderThan(source, age);
        }
        return taken;
    }

    private int takeOlderThan(SnapshotSource source, Duration age) {
        int taken = 0;
        String after = "";
        List<StreamId> due;
        do {
            due = kept.due(source.streamType(), source.fingerprint(), age, after, PAGE);
            for (StreamId stream : due) {
                taken += thread.now(stream, () -> source.take(stream)) ? 1 : 0;
                after = stream.id();
            }
        } while (due.size() == PAGE);
        return taken;
    }

    /**
     * Waits until nothing waits for the thread; for tests.
     *
     * @param most how long
     * @return whether it is idle
     * @throws InterruptedException if interrupted
     */
    public boolean awaitIdle(Duration most) throws InterruptedException {
        return thread.awaitIdle(most);
    }

    /**
     * How it fares.
     *
     * @return as of now
     */
    public SnapshotHealth health() {
        return thread.health();
    }

    /** Ends the thread and waits for it, at most {@link SnapshotConfig#closeWithin}; what waits is dropped. */
    @Override
    public void close() {
        thread.close();
    }

    EventStore store() {
        return store;
    }

    SnapshotStore kept() {
        return kept;
    }

    SnapshotConfig config() {
        return config;
    }

    SnapshotWarnings warnings() {
        return warnings;
    }

    void add(SnapshotSource source) {
        sources.add(source);
    }

    /** Once the current transaction is committed, or now if there is none; never throws. */
    void request(SnapshotSource source, StreamId stream) {
        Runnable request = () -> thread.offer(stream, source.fingerprint(), () -> source.take(stream));
        if (store.transactions().active()) {
            store.transactions().afterCommit(request);
        } else {
            request.run();
        }
    }
}
