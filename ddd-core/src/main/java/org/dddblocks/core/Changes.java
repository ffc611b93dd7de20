package org.dddblocks.core;

import java.util.List;

/** The version and the pending events of a root: for stores only, models never see it. */
public final class Changes {
    private Changes() {}

    /**
     * Applies stored events to a blank root, without recording them.
     *
     * @param type the root's description
     * @param root the root
     * @param event the next stored event
     * @param <A> the root
     * @param <E> its events
     */
    public static <A extends AggregateRoot<A, ?, E>, E extends DomainEvent> void replay(
            AggregateType<A, ?, E> type, A root, E event) {
        root.applying(event);
        root.version++;
    }

    /**
     * Says that a root was loaded at a version.
     *
     * @param root the root
     * @param version its stored version
     */
    public static void restored(AggregateRoot<?, ?, ?> root, long version) {
        root.version = version;
    }

    /**
     * The version the root was loaded at or last committed; 0 for a new root.
     *
     * @param root the root
     * @return its version
     */
    public static long version(AggregateRoot<?, ?, ?> root) {
        return root.version;
    }

    /**
     * What was recorded and is not committed yet, oldest first.
     *
     * @param root the root
     * @param <E> its events
     * @return a copy
     */
    public static <E extends DomainEvent> List<E> pending(AggregateRoot<?, ?, E> root) {
        return List.copyOf(root.pending);
    }

    /**
     * Says that the oldest pending events are committed.
     *
     * @param root the root
     * @param version its version now
     * @param events how many of the oldest pending events were committed
     */
    public static void committed(AggregateRoot<?, ?, ?> root, long version, int events) {
        root.version = version;
        root.pending.subList(0, events).clear();
    }
}
