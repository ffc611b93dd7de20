package org.dddblocks.persistence;

import org.dddblocks.core.EventMetadata;

/**
 * Why the current thread is doing what it does: stores stamp it on every event and message they keep.
 *
 * <p><b>Shape.</b> {@link EventMetadata#NONE} unless somebody said otherwise; inboxes say it for the message they
 * handle, a web filter may say it for a request. Calls nest; the outer metadata comes back. <b>Threads.</b> Bound to the
 * calling thread; it does not follow work to another one.
 * <pre>{@code
 * CurrentMetadata.runWith(EventMetadata.NONE.withActor("ann"), () -> orders.add(order));
 * }</pre>
 */
public final class CurrentMetadata {
    private static final ThreadLocal<EventMetadata> CURRENT = ThreadLocal.withInitial(() -> EventMetadata.NONE);

    private CurrentMetadata() {}

    /**
     * The metadata of the current thread.
     *
     * @return what {@link #callWith} set, or {@link EventMetadata#NONE}
     */
    public static EventMetadata get() {
        return CURRENT.get();
    }

    /**
     * Does work with a result under metadata.
     *
     * @param metadata why the work is done
     * @param work what to do
     * @param <T> its result
     * @param <X> what it may throw
     * @return its result
     * @throws X what the work threw
     */
    public static <T, X extends Exception> T callWith(EventMetadata metadata, Transactions.Work<T, X> work) throws X {
        EventMetadata outer = CURRENT.get();
        CURRENT.set(Arguments.given(metadata, "The metadata (EventMetadata.NONE if nothing is known)"));
        try {
            return work.call();
        } finally {
            restore(outer);
        }
    }

    /**
     * Does work under metadata.
     *
     * @param metadata why the work is done
     * @param action what to do
     * @param <X> what it may throw
     * @throws X what the action threw
     */
    public static <X extends Exception> void runWith(EventMetadata metadata, Transactions.Action<X> action) throws X {
        callWith(metadata, () -> {
            action.run();
            return true;
        });
    }

    private static void restore(EventMetadata outer) {
        if (outer.equals(EventMetadata.NONE)) {
            CURRENT.remove(); // pooled threads keep nothing
        } else {
            CURRENT.set(outer);
        }
    }
}
