package org.dddblocks.persistence.spi;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.dddblocks.persistence.Transactions;

/**
 * Wakes loops of this process when there is something to do, so that they need not wait for their next poll.
 *
 * <p>A hint only: a signal may be missed or come twice, and reaches other processes only by {@code PostgresWakeUps}.
 * Correctness rests on polling. <b>Threads.</b> Safe for many threads.
 * <pre>{@code
 * database.wakeUps().signal("outbox"); // inside the transaction that wrote the rows
 * try (WakeUps.Listener rows = database.wakeUps().listen("outbox")) {
 *     while (running) {
 *         work();
 *         rows.await(pollEvery);
 *     }
 * }
 * }</pre>
 */
public final class WakeUps {
    private final Transactions transactions;
    private final Map<String, Collection<Listener>> listeners = new ConcurrentHashMap<>();
    private final Collection<Consumer<String>> others = new CopyOnWriteArrayList<>();

    /**
     * Creates a set of names of its own.
     *
     * @param transactions those whose commits the signals wait for
     */
    public WakeUps(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Wakes the listeners of a name: after the commit of the current transaction and once for each name, or at once
     * outside a transaction. Never after a rollback.
     *
     * @param name what there is to do
     */
    public void signal(String name) {
        if (!transactions.active()) {
            wake(name);
            return;
        }
        transactions.attachment(new Signalled(this, name), () -> {
            transactions.afterCommit(() -> wake(name));
            return true;
        });
    }

    private void wake(String name) {
        arrived(name);
        others.forEach(other -> other.accept(name));
    }

    /**
     * Wakes the listeners of a name in this process only: somebody elsewhere signalled it.
     *
     * @param name what there is to do
     */
    public void arrived(String name) {
        listeners(name).forEach(Listener::wake);
    }

    /** Wakes every listener of this process: signals from elsewhere may have been missed. */
    public void missedSome() {
        listeners.keySet().forEach(this::arrived);
    }

    /**
     * Hands on the signals of this process, after the commit.
     *
     * @param other must neither block nor fail
     */
    public void handTo(Consumer<String> other) {
        others.add(other);
    }

    /**
     * Ends {@link #handTo}.
     *
     * @param other as given there
     */
    public void handNoMoreTo(Consumer<String> other) {
        others.remove(other);
    }

    /**
     * Starts listening: signals from now on are kept until {@link Listener#await} takes them.
     *
     * @param name what there is to do
     * @return a listener; close it
     */
    public Listener listen(String name) {
        return listen(name, () -> {});
    }

    /**
     * Like {@link #listen(String)}, for loops that wait for other things as well.
     *
     * @param name what there is to do
     * @param also runs at each signal, on the thread that commits; must neither block nor fail
     * @return a listener; close it
     */
    public Listener listen(String name, Runnable also) {
        Listener listener = new Listener(name, also);
        listeners(name).add(listener);
        return listener;
    }

    private Collection<Listener> listeners(String name) {
        return listeners.computeIfAbsent(name, any -> new CopyOnWriteArrayList<>());
    }

    private record Signalled(WakeUps wakeUps, String name) {}

    /** One waiting loop. */
    public final class Listener implements AutoCloseable {
        private final String name;
        private final Runnable also;
        private final Semaphore signals = new Semaphore(0);

        private Listener(String name, Runnable also) {
            this.name = name;
            this.also = also;
        }

        private void wake() {
            signals.drainPermits();
            signals.release();
            also.run();
        }

        /**
         * Waits for a signal; several that came since the last call count as one.
         *
         * @param atMost how long
         * @return true if there was a signal, false if the time is up
         * @throws InterruptedException if the thread is asked to stop
         */
        public boolean await(Duration atMost) throws InterruptedException {
            boolean woken = signals.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
            signals.drainPermits();
            return woken;
        }

        /** Stops listening. */
        @Override
        public void close() {
            listeners(name).remove(this);
        }
    }
}
