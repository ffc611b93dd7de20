package org.dddblocks.outbox;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to the broker on a thread of its own: a client that blocks or that runs a handler at once neither holds
 * up the relay nor its lease. Nothing is handed over once the lease has expired by this process's own clock.
 */
final class Sender implements AutoCloseable {
    private static final NotHeld NOT_HELD = new NotHeld();

    private final Broker broker;
    private final BooleanSupplier held;
    private final BiConsumer<Lane.Flight, @Nullable Throwable> answered;
    private final ExecutorService thread;
    private volatile long handing;
    private volatile boolean inside;

    Sender(Broker broker, String name, BooleanSupplier held, BiConsumer<Lane.Flight, @Nullable Throwable> answered) {
        this.broker = broker;
        this.held = held;
        this.answered = answered;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread sender = new Thread(work, name);
            sender.setDaemon(true);
            return sender;
        });
    }

    void send(Lane.Flight flight) {
        thread.execute(() -> hand(flight));
    }

    private void hand(Lane.Flight flight) {
        if (!held.getAsBoolean()) {
            if (flight.cancel()) {
                answered.accept(flight, NOT_HELD);
            }
            return;
        }
        if (!flight.board()) {
            return;
        }
        handing = System.nanoTime();
        inside = true;
        try {
            CompletionStage<Void> answer = broker.send(flight.row().message());
            if (answer == null) {
                throw new IllegalStateException(broker.getClass().getName()
                        + ".send returned null; it must return a stage that completes when the message is safe.");
            }
            answer.whenComplete((nothing, failure) -> answered.accept(flight, failure));
        } catch (Throwable refused) {
            answered.accept(flight, refused);
        } finally {
            inside = false;
        }
    }

    /** Any thread: for how long the client has not come back from one send, in nanoseconds; 0 if it is in none. */
    long blockedFor(long now) {
        return inside ? Math.max(0, now - handing) : 0;
    }

    /** The lease had expired by this process's clock before the message reached the broker. */
    static final class NotHeld extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private NotHeld() {
            super("not handed to the broker: the lease had expired", null, false, false);
        }
    }

    /** Takes no further message; does not wait, and interrupts nothing: that could close an H2 database in use. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
