package org.dddblocks.architecture.snippets;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dddblocks.architecture.snippets.CoreSnippets.Sku;
import org.dddblocks.architecture.snippets.CoreSnippets.Stock;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.FeedRelay;
import org.dddblocks.outbox.InMemoryBroker;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageDispatcher;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.OutboxFigures;
import org.dddblocks.outbox.OutboxMetrics;
import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.outbox.ParkedMessage;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.Repository;

/** What the javadoc of ddd-outbox shows. */
interface OutboxSnippets {
    record IssueWasPrinted(int issue) {}

    record ReserveStock(String order, List<OrderLine> lines) {}

    record ReleaseStock(String order) {}

    record UnitsWereMoved(String shelf, int units) {}

    interface Timer {
        void record(Duration took);
    }

    interface Inventory {
        void reserve(ReserveStock command);

        void release(ReleaseStock command);
    }

    abstract class Statements {
        void wholeModule(
                Database database, PayloadCodec codec, MessageDispatcher dispatcher, Orders orders, Order order) {
            database.install(JdbcOutbox.schema(), Inbox.schema());
            Outbox outbox = JdbcOutbox.on(database, codec, "ordering");
            InMemoryBroker broker = InMemoryBroker.withThreads(4);
            broker.subscribe("inventory", dispatcher.filter(), dispatcher);
            try (OutboxRelay relay =
                    OutboxRelay.with(database, broker, OutboxConfig.builder().build())) {
                relay.start();
                database.transactions().run(() -> orders.add(order)); // its messages commit with it
            }
        }

        void inbox(Database database, Message message, Repository<Stock, Sku> stocks, Sku sku) {
            Inbox inbox = Inbox.on(database, "inventory");
            inbox.once(message, () -> stocks.update(sku, stock -> stock.take(3)));
        }

        void parked(Inbox inbox, MessageDispatcher dispatcher) throws Exception {
            for (ParkedMessage parked : inbox.parked().list(100)) {
                inbox.parked().release(parked.message().id(), dispatcher); // after the handler was mended
            }
        }

        void publishing(Database database, PayloadCodec codec) {
            database.install(JdbcOutbox.schema());
            Outbox outbox = JdbcOutbox.on(database, codec, "ordering");
            MessageKey key = new MessageKey("newsletter", "2011");
            database.transactions().run(() -> outbox.publish(key, new IssueWasPrinted(7)));
        }

        void dispatching(InMemoryBroker broker, Inbox inbox, PayloadCodec codec, Inventory inventory) {
            MessageDispatcher dispatcher = MessageDispatcher.with(inbox, codec)
                    .on(ReserveStock.class, (command, message) -> inventory.reserve(command))
                    .on(ReleaseStock.class, (command, message) -> inventory.release(command))
                    .build();
            broker.subscribe("inventory", dispatcher.filter(), dispatcher);
        }

        void keys(Outbox outbox) {
            outbox.publish(Map.of(
                    new MessageKey("shelf", "A4"), List.of(new UnitsWereMoved("A4", -3)),
                    new MessageKey("shelf", "B1"), List.of(new UnitsWereMoved("B1", 3))));
        }

        void key(Outbox outbox, String orderId, List<OrderLine> lines) {
            outbox.publish(new MessageKey("fulfilment", orderId), new ReserveStock(orderId, lines));
        }

        Broker measured(Broker broker, Timer latency) {
            OutboxMetrics metrics = new OutboxMetrics() {
                @Override
                public void accepted(Message message, Duration took) {
                    latency.record(took);
                }
            };
            Broker measured = metrics.measuring(broker);
            return measured;
        }

        boolean figures(Database database) {
            OutboxFigures figures = OutboxFigures.of(database);
            boolean alarm = figures.oldest().toMinutes() >= 5 || figures.deadLetters() > 0;
            return alarm;
        }

        void gated(Database database, Message message, Repository<Stock, Sku> stocks, Sku sku) {
            Inbox inbox = Inbox.on(database, "inventory").gated().parkingAfter(5);
            inbox.once(message, () -> stocks.update(sku, stock -> stock.take(3)));
        }

        void feed(Database database, EventStore store, Broker broker, PayloadCodec codec) throws InterruptedException {
            FeedRelay.Builder described =
                    FeedRelay.with(database, store, broker, "ordering").translating(codec, new OrderMessages());
            try (FeedRelay relay = described.build()) {
                relay.start();
                Thread.currentThread().join(); // until the process is asked to end
            }
        }

        void relay(Database database, Broker broker) throws InterruptedException {
            try (OutboxRelay relay =
                    OutboxRelay.with(database, broker, OutboxConfig.builder().build())) {
                relay.start();
                Thread.currentThread().join(); // until the process is asked to end
            }
        }
    }
}
