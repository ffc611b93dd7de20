package org.dddblocks.outbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One subscriber of the in-memory broker: a queue for each key, of which one message at a time is handled. */
final class Subscriber {
    private final String name;
    private final Predicate<? super Message> wants;
    private final MessageHandler handler;
    private final ExecutorService pool;
    private final Map<MessageKey, Deque<Delivery>> queues = new HashMap<>();

    Subscriber(String name, Predicate<? super Message> wants, MessageHandler handler, ExecutorService pool) {
        this.name = name;
        this.wants = wants;
        this.handler = handler;
        this.pool = pool;
    }

    boolean wants(Message message) {
        return wants.test(message);
    }

    CompletableFuture<@Nullable Void> deliver(Message message) {
        Delivery delivery = new Delivery(message, new CompletableFuture<>());
        boolean first;
        synchronized (queues) {
            Deque<Delivery> queue = queues.computeIfAbsent(message.key(), key -> new ArrayDeque<>());
            queue.add(delivery);
            first = queue.size() == 1;
        }
        if (first) {
            start(delivery);
        }
        return delivery.done();
    }

    /** Forgets what no handler has begun yet; its sends fail. */
    void dropWaiting() {
        List<Delivery> dropped = new ArrayList<>();
        synchronized (queues) {
            for (Deque<Delivery> queue : queues.values()) {
                while (queue.size() > 1) {
                    dropped.add(queue.removeLast());
                }
            }
        }
        dropped.forEach(delivery -> delivery.done().completeExceptionally(InMemoryBroker.closed()));
    }

    private void start(Delivery delivery) {
        try {
            pool.execute(() -> handle(delivery));
        } catch (RejectedExecutionException closed) {
            finish(delivery, InMemoryBroker.closed());
        }
    }

    private void handle(Delivery delivery) {
        if (pool.isShutdown()) {
            finish(delivery, InMemoryBroker.closed());
            return;
        }
        Throwable failure = null;
        try {
            handler.handle(delivery.message());
        } catch (Throwable thrown) {
            // Errors too: whatever was thrown, the message was not handled, and this thread must live on.
            failure = new DeliveryFailedException(name, delivery.message(), thrown);
        }
        finish(delivery, failure);
    }

    private void finish(Delivery delivery, @Nullable Throwable failure) {
        Delivery next = leave(delivery.message().key());
        if (failure == null) {
            delivery.done().complete(null);
        } else {
            delivery.done().completeExceptionally(failure);
        }
        if (next != null) {
            start(next);
        }
    }

    private @Nullable Delivery leave(MessageKey key) {
        synchronized (queues) {
            Deque<Delivery> queue = queues.get(key);
            if (queue == null) {
                return null;
            }
            queue.removeFirst();
            if (queue.isEmpty()) {
                queues.remove(key);
            }
            return queue.peekFirst();
        }
    }

    private record Delivery(Message message, CompletableFuture<@Nullable Void> done) {}
}
