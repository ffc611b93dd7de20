package org.dddblocks.architecture.snippets;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.dddblocks.architecture.snippets.CoreSnippets.Sku;
import org.dddblocks.architecture.snippets.CoreSnippets.Stock;
import org.dddblocks.architecture.snippets.OrderEvent.OrderPlaced;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.MessageTranslator;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.FeedSource;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.Repository;
import org.dddblocks.persistence.RepositoryDelegate;
import org.dddblocks.persistence.SchemaText;
import org.dddblocks.persistence.StateMapping;
import org.dddblocks.persistence.StateRepository;
import org.dddblocks.persistence.Stored;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Dialect;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.persistence.spi.LastStatement;
import org.dddblocks.persistence.spi.Rewound;
import org.dddblocks.persistence.spi.RootSave;
import org.dddblocks.persistence.spi.RootSaves;
import org.dddblocks.persistence.spi.StoreWork;
import org.dddblocks.persistence.spi.WakeUps;
import org.slf4j.Logger;

/** What the javadoc of ddd-persistence shows. */
interface PersistenceSnippets {
    final class StoredOrders extends RepositoryDelegate<Order, OrderId> implements Orders {
        StoredOrders(EventStore store, Outbox outbox) {
            super(store.repository(Order.TYPE)
                    .recordedEvents(outbox.translating(new OrderMessages()))
                    .build());
        }
    }

    final class StockRows implements StateMapping<Stock, Sku> {
        @Override
        public Optional<Stored<Stock>> load(Connection connection, Sku sku) {
            return Jdbc.first(
                    connection,
                    row -> new Stored<>(new Stock(sku, row.getInt("on_hand")), row.getLong("version")),
                    "select on_hand, version from stock where sku = ?",
                    sku.value());
        }

        @Override
        public int insert(Connection connection, Stock stock, long version) {
            return Jdbc.update(
                    connection,
                    "insert into stock (sku, on_hand, version) values (?, ?, ?)",
                    stock.id().value(),
                    stock.onHand(),
                    version);
        }

        @Override
        public int update(Connection connection, Stock stock, long expected, long version) throws SQLException {
            String sql = "update stock set on_hand = ?, version = ? where sku = ? and version = ?";
            try (var update = connection.prepareStatement(sql)) {
                update.setInt(1, stock.onHand());
                update.setLong(2, version);
                update.setString(3, stock.id().value());
                update.setLong(4, expected);
                return update.executeUpdate();
            }
        }
    }

    final class StockMessages implements MessageTranslator {
        @Override
        public List<?> translate(EventEnvelope<? extends DomainEvent> event) {
            return List.of(); // nobody else's business
        }
    }

    abstract class Statements {
        boolean running;

        abstract long append(StreamId stream, long version, List<OrderEvent> events);

        abstract void work();

        void adopting(Transactions transactions, Connection connection, Orders orders, Order order)
                throws SQLException {
            try (AdoptedTransaction adopted = transactions.adopt(connection)) {
                orders.add(order);
                connection.commit();
                adopted.committed();
            }
        }

        void metadata(Repository<Order, OrderId> orders, Order order) {
            CurrentMetadata.runWith(EventMetadata.NONE.withActor("ann"), () -> orders.add(order));
        }

        void opening(DataSource dataSource) {
            Database database = Database.over(dataSource).schema("ordering");
            database.install(JdbcEventStore.schema(), JdbcOutbox.schema());
        }

        Object codec(OrderPlaced placed) {
            PayloadCodec codec = JacksonCodec.builder()
                    .family(OrderEvent.class)
                    .type(OrderWasPlaced.class, "ordering.order-was-placed")
                    .build();
            String payload = codec.encode(placed);
            Object event = codec.decode(codec.typeName(OrderPlaced.class), 1, payload);
            return event;
        }

        static SchemaText schema() {
            return SchemaText.of(
                    "outbox", 1, dialect -> JdbcOutbox.class.getResourceAsStream("schema/v1/" + dialect + ".sql"));
        }

        void readme(DataSource dataSource, Outbox outbox, Sku sku, Logger log) {
            Database database = Database.over(dataSource).schema("inventory"); // one for each bounded context
            Repository<Stock, Sku> stocks = StateRepository.on(database, Stock.TYPE, new StockRows())
                    .recordedEvents(outbox.translating(new StockMessages()))
                    .build();
            database.transactions().run(() -> {
                stocks.update(sku, stock -> stock.take(3)); // state, events and messages: all or nothing
                database.transactions().afterCommit(() -> log.info("taken"));
            });
        }

        void wholeModule(DataSource dataSource, Sku sku) {
            Database database = Database.over(dataSource).schema("inventory");
            Repository<Stock, Sku> stocks =
                    StateRepository.on(database, Stock.TYPE, new StockRows()).build();
            database.transactions().run(() -> stocks.update(sku, stock -> stock.take(3)));
        }

        void stateRepository(Database database, Outbox outbox, Sku sku) {
            Repository<Stock, Sku> stocks = StateRepository.on(database, Stock.TYPE, new StockRows())
                    .recordedEvents(outbox.translating(new StockMessages()))
                    .build();
            stocks.update(sku, stock -> stock.take(3));
        }

        void repository(Orders orders, OrderId id, List<OrderLine> lines) {
            orders.add(Order.place(id, lines));
            orders.update(id, order -> order.cancel("changed my mind"));
        }

        abstract void apply(FeedEntry entry);

        long feed(FeedSource feed, long last) {
            FeedPage page = feed.readFeed(last, 500);
            for (FeedEntry entry : page.entries()) {
                apply(entry);
            }
            last = page.position();
            return last;
        }

        void transactions(Transactions transactions, Orders orders, Order order, Logger log) {
            transactions.run(() -> {
                orders.add(order);
                transactions.afterCommit(() -> log.info("placed"));
            });
        }

        int dialect(Database database, Dialect dialect, Connection connection, String name, UUID id) {
            int inserted = dialect.insertIfAbsent(
                    connection, database.table("inbox"), List.of("consumer", "message_id"), name, id);
            return inserted;
        }

        Optional<Long> jdbc(Connection connection, String id) {
            Optional<Long> version =
                    Jdbc.first(connection, row -> row.getLong(1), "select version from stock where sku = ?", id);
            return version;
        }

        void rootSaves(Transactions transactions, StreamId stream, Order order) {
            RootSave<OrderEvent> save = RootSaves.begin(transactions, order);
            long version = append(stream, save.version(), save.events());
            save.saved(version);
        }

        abstract void updateRow(Order order, long expected, long version);

        abstract void insertEvents(List<OrderEvent> events);

        long storeWork(Transactions transactions, Order order) {
            return StoreWork.join(transactions, () -> {
                RootSave<OrderEvent> save = RootSaves.begin(transactions, order); // may refuse
                long version = save.version() + save.events().size();
                return StoreWork.write(transactions, () -> updateRow(order, save.version(), version), () -> {
                    insertEvents(save.events());
                    save.saved(version);
                    return version;
                });
            });
        }

        void audit(Transactions transactions, UUID id, String what) {
            LastStatement.update(transactions, "insert into audit (id, what) values (?, ?)", id, what);
        }

        abstract void checkThatAllIsStillThere();

        void rewound(Transactions transactions) {
            transactions.beforeCommit(() -> {
                if (Rewound.in(transactions)) {
                    checkThatAllIsStillThere();
                }
            });
        }

        void wakeUps(Database database, Duration pollEvery) throws InterruptedException {
            database.wakeUps().signal("outbox"); // inside the transaction that wrote the rows
            try (WakeUps.Listener rows = database.wakeUps().listen("outbox")) {
                while (running) {
                    work();
                    rows.await(pollEvery);
                }
            }
        }
    }
}
