package org.dddblocks.shop;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.Message;

/** Stands between relays and broker: holds messages of a type back until it is told to let them go, or sends all twice. */
final class Lever {
    private final Map<String, Queue<CompletableFuture<Void>>> held = new ConcurrentHashMap<>();
    private volatile boolean twice;
    private volatile ToLongFunction<Message> delayMillis = message -> 0;

    /** Holds messages of a type, such as {@code inventory.ReserveStock}. */
    Lever hold(String type) {
        held.put(type, new ConcurrentLinkedQueue<>());
        return this;
    }

    /** Lets the held messages of a type go, and those that follow. */
    void release(String type) {
        Queue<CompletableFuture<Void>> waiting = held.remove(type);
        waiting.forEach(message -> message.complete(null));
    }

    /** Sends every message once more after it was handled. */
    Lever everythingTwice() {
        twice = true;
        return this;
    }

    /** Sends each message later. */
    Lever delaying(ToLongFunction<Message> millis) {
        delayMillis = millis;
        return this;
    }

    Broker before(Broker broker) {
        return new Broker() {
            @Override
            public CompletionStage<Void> send(Message message) {
                return gate(message)
                        .thenCompose(open -> broker.send(message))
                        .thenCompose(done -> twice ? broker.send(message) : CompletableFuture.completedFuture(null));
            }

            @Override
            public void close() {
                broker.close();
            }
        };
    }

    private CompletableFuture<Void> gate(Message message) {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        Queue<CompletableFuture<Void>> waiting = held.get(message.type());
        if (waiting != null) {
            waiting.add(gate);
            if (held.get(message.type()) != waiting) {
                gate.complete(null); // released while it was being put in
            }
            return gate;
        }
        long delay = delayMillis.applyAsLong(message);
        if (delay == 0) {
            return CompletableFuture.completedFuture(null);
        }
        Executor later = CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(() -> {}, later);
    }
}
