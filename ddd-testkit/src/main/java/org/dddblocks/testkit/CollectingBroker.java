package org.dddblocks.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.BrokerUnavailableException;
import org.dddblocks.outbox.Message;

/** Keeps what it accepted, in order; refuses on request. */
final class CollectingBroker implements Broker {
    private final List<Message> accepted = new ArrayList<>();
    private Predicate<Message> refuses = message -> false;
    private boolean away;
    private int attempts;

    @Override
    public synchronized CompletionStage<Void> send(Message message) {
        attempts++;
        if (away) {
            return CompletableFuture.failedFuture(new BrokerUnavailableException("The broker is away on purpose."));
        }
        if (refuses.test(message)) {
            return CompletableFuture.failedFuture(new IllegalStateException("Refused on purpose."));
        }
        accepted.add(message);
        return CompletableFuture.completedFuture(null);
    }

    synchronized void refuse(Predicate<Message> which) {
        refuses = which;
    }

    synchronized void away(boolean isAway) {
        away = isAway;
    }

    synchronized int attempts() {
        return attempts;
    }

    synchronized List<Message> accepted() {
        return List.copyOf(accepted);
    }

    /** Each message where it came first. */
    synchronized List<Message> firstDeliveries() {
        return accepted.stream().distinct().toList();
    }

    @Override
    public void close() {}
}
