package org.dddblocks.architecture.snippets;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.dddblocks.architecture.snippets.OrderEvent.OrderPlaced;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.Append;
import org.dddblocks.eventstore.Appended;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.EventStoreConfig;
import org.dddblocks.eventstore.EventStoreMetrics;
import org.dddblocks.eventstore.Expected;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.eventstore.Projection;
import org.dddblocks.eventstore.Projections;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.Repository;
import org.dddblocks.persistence.spi.Jdbc;

/** What the javadoc of ddd-eventstore shows. */
interface EventStoreSnippets {
    final class PlacedOrders implements Projection {
        @Override
        public String name() {
            return "placed-orders";
        }

        @Override
        public void on(FeedEntry entry, Connection connection) throws SQLException {
            if (entry.envelope().event() instanceof OrderPlaced placed) {
                Jdbc.update(
                        connection,
                        "insert into placed_order (id) values (?)",
                        placed.id().value());
            }
        }

        @Override
        public void reset(Connection connection) {
            Jdbc.update(connection, "delete from placed_order");
        }
    }

    abstract class Statements {
        abstract void alert(String text);

        void stall(JdbcEventStore store) {
            store.feedStall()
                    .ifPresent(stall -> alert("The feed stands since " + stall.since() + ": " + stall.writers()));
        }

        void wholeModule(Database database, Outbox outbox, OrderId id, Projection openLines) {
            EventStore store = JdbcEventStore.on(
                    database, JacksonCodec.builder().family(OrderEvent.class).build());
            Repository<Order, OrderId> orders = store.repository(Order.TYPE)
                    .recordedEvents(outbox.translating(new OrderMessages()))
                    .build();
            orders.update(id, order -> order.cancel("late"));
            Projections.on(database, store).catchUp(openLines);
        }

        EventStore opening(DataSource dataSource) {
            Database database = Database.over(dataSource).schema("ordering");
            database.install(JdbcEventStore.schema());
            EventStore store = JdbcEventStore.on(
                    database, JacksonCodec.builder().family(OrderEvent.class).build());
            return store;
        }

        void appending(EventStore store, OrderEvent placed, OrderEvent paid, OrderEvent shipped) {
            Appended first = store.append(new StreamId("order", "42"), 0, List.of(placed)); // first.version() is 1
            store.append(new StreamId("order", "42"), first.version(), List.of(paid, shipped));
        }

        void appendingToAny(EventStore store, StreamId log, OrderEvent seen) {
            store.append(Append.to(log, Expected.any(), List.of(seen)));
        }

        void appendingToSeveral(
                EventStore store, StreamId from, StreamId to, OrderEvent sent, OrderEvent received, UUID transferId) {
            store.append(Append.to(from, Expected.exactly(7), List.of(sent))
                    .and(to, Expected.any(), List.of(received))
                    .id(transferId));
        }

        abstract void confirm(long version);

        void appendingAside(EventStore store, StreamId log, OrderEvent seen) {
            store.appendAsync(Append.to(log, Expected.any(), List.of(seen)))
                    .thenAccept(appended -> confirm(appended.version()));
        }

        EventStoreMetrics measuring(LongAdder conflicts) {
            EventStoreMetrics metrics = new EventStoreMetrics() {
                @Override
                public void conflict(StreamId stream) {
                    conflicts.increment();
                }
            };
            return metrics;
        }

        EventStore configuring(Database database, PayloadCodec codec, EventStoreMetrics metrics) {
            EventStore store = JdbcEventStore.on(
                    database, codec, EventStoreConfig.builder().metrics(metrics).build());
            return store;
        }

        Repository<Order, OrderId> repository(EventStore store, Outbox outbox) {
            Repository<Order, OrderId> orders = store.repository(Order.TYPE)
                    .recordedEvents(outbox.translating(new OrderMessages()))
                    .build();
            return orders;
        }

        void projecting(Database database, EventStore store, Projection openLines) {
            Projections projections = Projections.on(database, store);
            projections.catchUp(openLines); // up to the newest event
            projections.rebuild(openLines); // from the first event, in one transaction
        }
    }
}
