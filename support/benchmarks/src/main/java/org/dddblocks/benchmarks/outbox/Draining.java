package org.dddblocks.benchmarks.outbox;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dddblocks.benchmarks.paired.Paired;
import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.persistence.Database;

/**
 * 50,000 waiting messages of 1,000 keys, sent to a broker that does nothing, in the order of each key. By hand there is no
 * order: 1,000 rows are read and locked, read out, deleted in one statement, committed, until there are none.
 */
final class Draining {
    private static final int KEYS = 1_000;
    private static final int OF_A_KEY = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final HikariDataSource pool;
    private final Database database;
    private final int slots;

    Draining(HikariDataSource pool, Database database, int slots) throws SQLException {
        this.pool = pool;
        this.database = database;
        this.slots = slots;
    }

    Map<String, Callable<Paired>> lines() {
        Map<String, Callable<Paired>> lines = new LinkedHashMap<>();
        lines.put("draining 50,000 messages of 1,000 keys, ordered", this::paired);
        return lines;
    }

    private Paired paired() throws Exception {
        publish();
        execute("create table waiting as select * from ddd_outbox");
        String columns = columns("ddd_outbox");
        String few = columns("by_hand");
        return Paired.measure(
                slots,
                0.6,
                () -> {
                    execute("delete from by_hand");
                    execute("insert into by_hand (" + few + ") select " + few + " from waiting order by seq");
                    return rate(this::byHand);
                },
                () -> {
                    execute("delete from ddd_outbox");
                    execute("insert into ddd_outbox (" + columns + ") select " + columns
                            + " from waiting order by seq");
                    double rate = rate(this::ours);
                    nothingIsLeft();
                    return rate;
                });
    }

    private void publish() {
        Outbox outbox = JdbcOutbox.on(database, Ordered.CODEC, "ordering");
        Ordered order = Ordered.random(new java.util.Random(2));
        for (int round = 0; round < OF_A_KEY; round++) {
            database.transactions().run(() -> {
                for (int key = 0; key < KEYS; key += 100) {
                    Map<MessageKey, java.util.List<Ordered>> some = new LinkedHashMap<>();
                    for (int i = key; i < key + 100; i++)
                        some.put(new MessageKey("order", "k" + i), java.util.List.of(order));
                    outbox.publish(some);
                }
            });
        }
    }

    private void nothingIsLeft() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from ddd_outbox")) {
            row.next();
            if (row.getLong(1) != 0) throw new IllegalStateException(row.getLong(1) + " messages were not deleted.");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** All but the one that counts by itself. */
    private String columns(String table) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select * from " + table + " where 1 = 0")) {
            StringBuilder columns = new StringBuilder();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                String name = row.getMetaData().getColumnName(i).toLowerCase(java.util.Locale.ROOT);
                if (!name.equals("seq"))
                    columns.append(columns.isEmpty() ? "" : ", ").append(name);
            }
            return columns.toString();
        }
    }

    private static double rate(Callable<Integer> drain) throws Exception {
        long start = System.nanoTime();
        int messages = drain.call();
        return messages * 1e9 / (System.nanoTime() - start);
    }

    /** Until the last row is deleted, which is before the relay has closed. */
    private int ours() throws Exception {
        Nowhere nowhere = new Nowhere(KEYS * OF_A_KEY);
        try (OutboxRelay relay = OutboxRelay.with(
                database, nowhere, OutboxConfig.builder().batchSize(1000).build())) {
            relay.start();
            if (!nowhere.everything.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                throw new IllegalStateException("The relay did not drain the outbox.");
        }
        return KEYS * OF_A_KEY;
    }

    private int byHand() throws SQLException {
        int all = 0;
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            for (int read = -1; read != 0; all += read) {
                read = batch(connection);
                connection.commit();
            }
        }
        return all;
    }

    private static int batch(Connection connection) throws SQLException {
        Long[] ids = new Long[1000];
        int read = 0;
        try (PreparedStatement query = connection.prepareStatement(
                        "select * from by_hand order by seq limit 1000 for update skip locked");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                ids[read++] = row.getLong("seq");
                row.getString("payload");
                row.getString("aggregateid");
                row.getString("type");
                row.getString("id");
            }
        }
        Array array = connection.createArrayOf("bigint", java.util.Arrays.copyOf(ids, read));
        try (PreparedStatement delete = connection.prepareStatement("delete from by_hand where seq = any (?)")) {
            delete.setArray(1, array);
            delete.executeUpdate();
        }
        return read;
    }

    /** A broker that takes everything over at once, and counts it. */
    static final class Nowhere implements Broker {
        private final CountDownLatch everything;

        Nowhere(int messages) {
            this.everything = new CountDownLatch(messages);
        }

        @Override
        public CompletionStage<Void> send(Message message) {
            everything.countDown();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }
}
