package org.dddblocks.benchmarks.outbox;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.dddblocks.benchmarks.paired.Load;
import org.dddblocks.benchmarks.paired.Paired;
import org.dddblocks.benchmarks.paired.Server;
import org.dddblocks.outbox.InMemoryBroker;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.persistence.Database;

/**
 * Messages that four threads publish, each with a business row, until the last is handled: beside a foreign transaction that
 * has written something, holds a snapshot, and stays open from the first slot to the last, so that no deleted row can be
 * cleared away; and without one, in another database of the same server. MariaDB keeps what was deleted for all databases
 * of a server, so there the foreign transaction lasts one slot only.
 */
final class Pinned {
    private static final int THREADS = 4;
    private static final int KEYS = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Server server;
    private final int slots;
    private final Duration slot;

    Pinned(Server server, int slots, Duration slot) {
        this.server = server;
        this.slots = slots;
        this.slot = slot;
    }

    Map<String, Callable<Paired>> lines() {
        Map<String, Callable<Paired>> lines = new LinkedHashMap<>();
        lines.put("published and handled, beside a foreign transaction that stays open", this::paired);
        return lines;
    }

    private Paired paired() throws Exception {
        try (HikariDataSource free = server.pool();
                HikariDataSource held = server.pool();
                Flow without = new Flow(free);
                Flow with = new Flow(held)) {
            if (server == Server.MARIADB) {
                return Paired.measure(slots, 0.9, without::rate, () -> {
                    try (Foreign open = new Foreign(held)) {
                        return with.rate();
                    }
                });
            }
            without.rate();
            with.rate();
            try (Foreign open = new Foreign(held)) {
                return Paired.measure(slots, 0.9, without::rate, with::rate);
            }
        }
    }

    /** Sees what was there when it began, for as long as it lasts. */
    private static final class Foreign implements AutoCloseable {
        private final Connection connection;

        Foreign(HikariDataSource pool) throws SQLException {
            connection = pool.getConnection();
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try (Statement statement = connection.createStatement()) {
                statement.execute("select count(*) from ddd_outbox");
                statement.execute("insert into foreign_rows values (1)");
            }
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
            connection.close();
        }
    }

    /** Publishers, a relay and a handler that only counts. */
    private final class Flow implements AutoCloseable {
        private final Database database;
        private final Outbox outbox;
        private final AtomicLong published = new AtomicLong();
        private final AtomicLong handled = new AtomicLong();
        private final InMemoryBroker broker = InMemoryBroker.withThreads(4);
        private final OutboxRelay relay;

        Flow(HikariDataSource pool) throws SQLException {
            database = Ordered.database(pool);
            outbox = JdbcOutbox.on(database, Ordered.CODEC, "ordering");
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table foreign_rows (n integer)");
            }
            broker.subscribe("benchmark", message -> true, message -> handled.incrementAndGet());
            relay = OutboxRelay.with(
                    database, broker, OutboxConfig.builder().batchSize(1000).build());
            relay.start();
        }

        double rate() throws Exception {
            long before = published.get();
            long start = System.nanoTime();
            new Load(THREADS, slot).rate(thread -> publish());
            while (handled.get() < published.get()) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) throw new IllegalStateException("Not all arrived.");
                Thread.sleep(1);
            }
            return (published.get() - before) * 1e9 / (System.nanoTime() - start);
        }

        private int publish() throws SQLException {
            long id = Latency.IDS.incrementAndGet();
            database.transactions().<SQLException>run(() -> {
                Publishing.row(database.transactions().connection(), id, Latency.ORDER);
                outbox.publish(new MessageKey("order", "k" + id % KEYS), Latency.ORDER);
            });
            published.incrementAndGet();
            return 1;
        }

        @Override
        public void close() {
            relay.close();
            broker.close();
        }
    }
}
