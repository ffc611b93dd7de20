package org.dddblocks.outbox;

import java.util.ArrayDeque;
import java.util.Deque;

/** Relays and brokers of one test, closed in the right order. */
final class Relays implements AutoCloseable {
    private final Deque<Runnable> opened = new ArrayDeque<>();

    InMemoryBroker broker(int threads, MessageHandler handler) {
        InMemoryBroker broker = InMemoryBroker.withThreads(threads);
        opened.push(broker::close);
        broker.subscribe("reader", message -> true, handler);
        return broker;
    }

    OutboxRelay start(Context context, Broker broker, OutboxConfig config) {
        OutboxRelay relay = OutboxRelay.with(context.database, broker, config);
        opened.push(relay::close);
        relay.start();
        return relay;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            opened.pop().run();
        }
    }
}
