package org.dddblocks.eventstore;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Jdbc;

/** A store on a database of its own, as a test's given. */
final class Shop implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

    static final PayloadCodec CODEC =
            JacksonCodec.builder().family(OrderEvent.class).build();

    private final HikariDataSource pool;
    private final String schema;
    final CountingDataSource dataSource;
    final Database database;
    final Transactions transactions;
    final JdbcEventStore store;

    private Shop(HikariDataSource pool, String schema, UnaryOperator<DataSource> fault) {
        this.pool = pool;
        this.schema = schema;
        this.dataSource = new CountingDataSource(fault.apply(pool));
        this.database = Database.over(dataSource).schema(schema).clock(Clock.fixed(NOON, ZoneOffset.UTC));
        this.transactions = database.transactions();
        database.install(JdbcEventStore.schema());
        this.store = JdbcEventStore.on(database, CODEC);
        dataSource.take();
    }

    static Shop on(TestDatabase database) {
        return at(database.freshUrl());
    }

    static Shop at(String url) {
        return at(url, UnaryOperator.identity());
    }

    /** Between the store and the right database stands a fault. */
    static Shop at(String url, UnaryOperator<DataSource> fault) {
        return new Shop(TestDatabase.pool(url), TestDatabase.schema(url), fault);
    }

    /** The same database as another node has it. */
    Database anotherNode(UnaryOperator<DataSource> fault) {
        return Database.over(fault.apply(pool)).schema(schema);
    }

    static Shop withOneConnection(String url) {
        HikariDataSource pool = TestDatabase.pool(url);
        pool.setMaximumPoolSize(1);
        return new Shop(pool, TestDatabase.schema(url), UnaryOperator.identity());
    }

    /** What stands in the table, in the order of the feed. */
    List<String> payloads() {
        return transactions.call(() -> Jdbc.query(
                transactions.connection(),
                row -> row.getString(1),
                "select payload from " + database.table("event") + " order by position"));
    }

    /** Somebody else's statement. */
    void run(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Somebody else's question, for one number. */
    long ask(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    static StreamId order(String id) {
        return new StreamId("order", id);
    }

    static OrderEvent placed(String id) {
        return new OrderEvent.OrderPlaced(id, "ann");
    }

    static OrderEvent units(int units) {
        return new OrderEvent.UnitsAdded(units);
    }

    List<OrderEvent> events(StreamId stream) {
        return store.read(stream).stream().map(e -> (OrderEvent) e.event()).toList();
    }

    List<OrderEvent> feed() {
        return store.readFeed(0, 1000).entries().stream()
                .map(FeedEntry::envelope)
                .map(e -> (OrderEvent) e.event())
                .toList();
    }

    @Override
    public void close() {
        pool.close();
    }
}
