package org.dddblocks.benchmarks.outbox;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.dddblocks.benchmarks.paired.Server;
import org.dddblocks.outbox.InMemoryBroker;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.persistence.Database;

/**
 * From the commit to the handler in one process, at 200 transactions a second, each with a business row and a message of one
 * of 1,000 keys. By hand the same transaction inserts both rows, and then a queue in memory wakes the thread that handles
 * it, without a look at the database. The time runs on both sides from the return of the driver's {@code commit} to the
 * first line of the handler.
 */
final class Latency {
    static final AtomicLong IDS = new AtomicLong();
    static final Ordered ORDER = Ordered.random(new Random(4));

    private static final int KEYS = 1_000;

    private final Server server;
    private final int slots;
    private final Pace pace;

    Latency(Server server, int slots, Duration slot) {
        this.server = server;
        this.slots = slots;
        this.pace = new Pace(slot);
    }

    Map<String, Callable<Delay.InTurns>> lines() {
        Map<String, Callable<Delay.InTurns>> lines = new LinkedHashMap<>();
        lines.put("commit to handler, in one process", this::paired);
        return lines;
    }

    private Delay.InTurns paired() throws Exception {
        try (HikariDataSource pool = server.pool()) {
            return inTurns(pool, Ordered.database(pool));
        }
    }

    private Delay.InTurns inTurns(HikariDataSource pool, Database database) throws Exception {
        Outbox outbox = JdbcOutbox.on(database, Ordered.CODEC, "ordering");
        Arrivals[] now = new Arrivals[1];
        BlockingQueue<Integer> signals = new LinkedBlockingQueue<>();
        Thread byHand = new Thread(() -> {
            try {
                while (true) {
                    int number = signals.take();
                    now[0].handled(number);
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        });
        byHand.start();
        try (InMemoryBroker broker = InMemoryBroker.withThreads(4);
                OutboxRelay relay = OutboxRelay.with(
                        database, broker, OutboxConfig.builder().build())) {
            broker.subscribe("benchmark", message -> true, message -> now[0].handled(number(message)));
            relay.start();
            return Delay.InTurns.measure(
                    slots,
                    "≤ 1,000 more",
                    () -> slot(now, (number, arrivals) -> {
                        insert(pool, number);
                        arrivals.committed(number);
                        signals.add(number);
                    }),
                    () -> slot(now, (number, arrivals) -> publish(database, outbox, number, arrivals)));
        } finally {
            byHand.interrupt();
        }
    }

    private interface Step {
        void run(int number, Arrivals arrivals) throws Exception;
    }

    private Delay slot(Arrivals[] now, Step step) throws Exception {
        Arrivals arrivals = new Arrivals(pace.most());
        now[0] = arrivals;
        pace.run(number -> step.run(number, arrivals));
        arrivals.await();
        return arrivals.delay();
    }

    static void insert(HikariDataSource pool, int number) throws Exception {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            insert(connection, number);
            connection.commit();
        }
    }

    static void insert(Connection connection, int number) throws Exception {
        long id = IDS.incrementAndGet();
        Publishing.row(connection, id, ORDER);
        Publishing.message(connection, id, ordered(number));
    }

    static void publish(Database database, Outbox outbox, int number, Arrivals arrivals) throws Exception {
        long id = IDS.incrementAndGet();
        database.transactions().run(() -> {
            database.transactions().afterCommit(() -> arrivals.committed(number)); // before the relay is woken
            Publishing.row(database.transactions().connection(), id, ORDER);
            outbox.publish(new MessageKey("order", "k" + id % KEYS), ordered(number));
        });
    }

    private static Ordered ordered(int number) {
        return new Ordered(Integer.toString(number), ORDER.text());
    }

    /** Found without a parser, which would be slow in its first slots. */
    static int number(Message message) {
        String before = "\"number\":\"";
        int from = message.payload().indexOf(before) + before.length();
        return Integer.parseInt(
                message.payload().substring(from, message.payload().indexOf('"', from)));
    }
}
