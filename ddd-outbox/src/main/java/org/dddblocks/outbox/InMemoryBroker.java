package org.dddblocks.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages to the subscribers of this process and keeps nothing: the outbox row is the only copy.
 *
 * <p><b>Promise.</b> A send completes only after the handler of every subscriber that wants the message has returned, so
 * a crash before that leaves the row in the outbox and the message comes again. A subscriber gets messages of one key
 * one after the other, in the order of sending, and those of different keys side by side.
 * <b>Failure.</b> If one subscriber fails, the send fails and all subscribers get the message again: guard effects with
 * an {@link Inbox}. A send of a message that is still being handled joins the send before it.
 * <b>Threads.</b> Handlers run on a small pool of this broker, never on the sender's thread; safe for many threads.
 * A handler that never returns occupies one thread for ever.
 *
 * <pre>{@code
 * InMemoryBroker broker = InMemoryBroker.withThreads(4);
 * broker.subscribe("inventory", dispatcher.filter(), dispatcher);
 * }</pre>
 */
public final class InMemoryBroker implements Broker {
    private static final Logger LOG = LoggerFactory.getLogger(InMemoryBroker.class);
    private static final long CLOSE_SECONDS = 10;
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final Map<String, Subscriber> subscribers = new ConcurrentHashMap<>();
    private final Map<UUID, CompletableFuture<@Nullable Void>> unfinished = new ConcurrentHashMap<>();
    private final ExecutorService pool;
    private volatile boolean closed;

    private InMemoryBroker(int threads) {
        this.pool = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "ddd-broker-" + THREADS.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts a broker.
     *
     * @param threads how many handlers run at the same time, 1 to 100; each may need a connection of its own
     * @return the broker, without subscribers
     * @throws IllegalArgumentException if {@code threads} is out of range
     */
    public static InMemoryBroker withThreads(int threads) {
        Given.that(threads >= 1 && threads <= 100, "threads", threads, "1 to 100", "Four suit most processes.");
        return new InMemoryBroker(threads);
    }

    /**
     * Adds a subscriber; it gets what is sent from now on, so subscribe before the relay is started.
     *
     * @param subscriber its name, for error messages and threads
     * @param wants which messages it gets; must not block
     * @param handler what it does with them
     * @throws IllegalArgumentException if the name is blank or taken
     */
    public void subscribe(String subscriber, Predicate<? super Message> wants, MessageHandler handler) {
        Given.name(subscriber, "subscriber", 255, "Name the consuming context, such as inventory.");
        Objects.requireNonNull(wants, "wants");
        Subscriber added = new Subscriber(subscriber, wants, Objects.requireNonNull(handler, "handler"), pool);
        Given.that(
                subscribers.putIfAbsent(subscriber, added) == null,
                "subscriber",
                subscriber,
                "a name that no other subscriber of this broker has",
                "Choose another one, or handle both kinds of messages in one MessageDispatcher.");
    }

    /**
     * Hands a message to every subscriber that wants it.
     *
     * @param message the message
     * @return completes when all of them have handled it, at once if nobody wants it; with {@link
     *     DeliveryFailedException} if one failed; with {@link BrokerUnavailableException} if this broker is closed
     */
    @Override
    public CompletionStage<Void> send(Message message) {
        CompletableFuture<@Nullable Void> result = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> running = unfinished.putIfAbsent(message.id(), result);
        if (running != null) {
            return running.minimalCompletionStage();
        }
        deliver(message).whenComplete((nothing, failure) -> {
            unfinished.remove(message.id(), result);
            complete(result, failure);
        });
        return result.minimalCompletionStage();
    }

    private CompletableFuture<?> deliver(Message message) {
        if (closed) {
            return CompletableFuture.failedFuture(closed());
        }
        List<CompletableFuture<?>> deliveries = new ArrayList<>();
        try {
            for (Subscriber subscriber : subscribers.values()) {
                if (subscriber.wants(message)) {
                    deliveries.add(subscriber.deliver(message));
                }
            }
        } catch (RuntimeException brokenFilter) {
            deliveries.add(CompletableFuture.failedFuture(brokenFilter));
        }
        return CompletableFuture.allOf(deliveries.toArray(CompletableFuture<?>[]::new));
    }

    private static void complete(CompletableFuture<@Nullable Void> result, @Nullable Throwable failure) {
        if (failure == null) {
            result.complete(null);
        } else {
            result.completeExceptionally(Failures.unwrapped(failure));
        }
    }

    static BrokerUnavailableException closed() {
        return new BrokerUnavailableException("The in-memory broker is closed. Close the relay before its broker.");
    }

    /**
     * Starts no further handler, waits up to ten seconds for those that run, and fails every send that did not finish.
     * Handlers are not interrupted: an interrupt would close an embedded H2 database under them.
     */
    @Override
    public void close() {
        closed = true;
        pool.shutdown();
        subscribers.values().forEach(Subscriber::dropWaiting);
        try {
            if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The in-memory broker closed while handlers were still running; their messages come again.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        unfinished.values().forEach(send -> send.completeExceptionally(closed()));
    }
}
