package org.dddblocks.core;

import java.util.List;

/**
 * The version and the pending events of a root: for stores, tests and laws only, models never see them.
 *
 * <p><b>Shape.</b> Pending events survive a failed save: they leave a root only by {@link #committed}, which a store
 * calls after its transaction committed. <b>Threads.</b> Those of the root: one at a time.
 *
 * <pre>{@code
 * List<OrderEvent> events = Changes.pending(order);
 * long version = append(order.id(), Changes.version(order), events);      // commits
 * Changes.committed(order, version, events.size());
 * }</pre>
 */
public final class Changes {
    private Changes() {}

    /**
     * Applies the next stored event without recording it: handlers run, commands do not. The version grows by one.
     *
     * @param type the root's description
     * @param root the root, without pending events
     * @param event the next stored event
     * @param <A> the root
     * @param <E> its events
     * @throws IllegalArgumentException if {@code type} describes another class, or the event has no handler
     * @throws IllegalStateException if the root has pending events: they were decided on an older state
     */
    public static <A extends AggregateRoot<A, ?, E>, E extends DomainEvent> void replay(
            AggregateType<A, ?, E> type, A root, E event) {
        if (!type.root().isInstance(root)) {
            throw new IllegalArgumentException("%s is no %s; pass the TYPE of its own class."
                    .formatted(root, type.root().getSimpleName()));
        }
        refusePending(root, "replayed");
        root.apply(event);
        root.version++;
    }

    /**
     * Says that a root was loaded at a version.
     *
     * @param root the root, without pending events
     * @param version its stored version, 0 if it is not stored
     * @throws IllegalArgumentException if {@code version} is negative
     * @throws IllegalStateException if the root has pending events: what rebuilds a root must not record
     */
    public static void restored(AggregateRoot<?, ?, ?> root, long version) {
        Texts.check(version >= 0, "The restored version of " + root, version, "0 or more");
        refusePending(root, "restored");
        root.version = version;
    }

    /**
     * The version the root was loaded at or last committed.
     *
     * @param root the root
     * @return its version, 0 for a new root
     */
    public static long version(AggregateRoot<?, ?, ?> root) {
        return root.version;
    }

    /**
     * What was recorded and is not committed yet, oldest first.
     *
     * @param root the root
     * @param <E> its events
     * @return an unmodifiable copy
     */
    public static <E extends DomainEvent> List<E> pending(AggregateRoot<?, ?, E> root) {
        return List.copyOf(root.pending);
    }

    /**
     * Says that the oldest pending events are committed; younger ones stay pending.
     *
     * @param root the root
     * @param version its version now
     * @param events how many of the oldest pending events were committed
     * @throws IllegalArgumentException if {@code version} is lower than before, or fewer events are pending
     */
    public static void committed(AggregateRoot<?, ?, ?> root, long version, int events) {
        Texts.check(version >= root.version, "The committed version of " + root, version, "at least " + root.version);
        int pending = root.pending.size();
        Texts.check(
                events >= 0 && events <= pending,
                "The number of committed events of " + root,
                events,
                "0 to %d, the number of its pending events".formatted(pending));
        root.version = version;
        root.pending.subList(0, events).clear();
    }

    private static void refusePending(AggregateRoot<?, ?, ?> root, String verb) {
        if (!root.pending.isEmpty()) {
            throw new IllegalStateException("%s cannot be %s: it has %d pending events. Rebuild it without record(…)."
                    .formatted(root, verb, root.pending.size()));
        }
    }
}
