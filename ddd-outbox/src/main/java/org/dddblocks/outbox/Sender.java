package org.dddblocks.outbox;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to the broker on a thread of its own: a client that blocks or that runs a handler at once neither holds
 * up the relay's transaction nor joins it.
 */
final class Sender implements AutoCloseable {
    private final Broker broker;
    private final BiConsumer<Lane.Flight, @Nullable Throwable> answered;
    private final ExecutorService thread;

    Sender(Broker broker, String name, BiConsumer<Lane.Flight, @Nullable Throwable> answered) {
        this.broker = broker;
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
        if (!flight.board()) {
            return;
        }
        try {
            CompletionStage<Void> answer = broker.send(flight.row().message());
            if (answer == null) {
                throw new IllegalStateException(broker.getClass().getName()
                        + ".send returned null; it must return a stage that completes when the message is safe.");
            }
            answer.whenComplete((nothing, failure) -> answered.accept(flight, failure));
        } catch (Throwable refused) {
            answered.accept(flight, refused);
        }
    }

    /** Takes no further message; does not wait, and interrupts nothing: that could close an H2 database in use. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
