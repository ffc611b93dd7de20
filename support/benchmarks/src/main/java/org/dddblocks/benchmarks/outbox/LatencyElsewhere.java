package org.dddblocks.benchmarks.outbox;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dddblocks.benchmarks.paired.Server;
import org.dddblocks.outbox.InMemoryBroker;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PostgresWakeUps;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** The process of {@link LatencyAcross} that handles. Told a side and a number of messages, it answers when each began. */
final class LatencyElsewhere {
    private static final BlockingQueue<String> OURS = new LinkedBlockingQueue<>();
    private static final BlockingQueue<String> BY_HAND = new LinkedBlockingQueue<>();

    private LatencyElsewhere() {}

    public static void main(String[] args) throws Exception {
        try (HikariDataSource pool = Server.pool(args[0]);
                HikariDataSource own = Server.pool(args[0]);
                InMemoryBroker broker = InMemoryBroker.withThreads(4)) {
            Database database = Database.over(pool);
            broker.subscribe("benchmark", message -> true, message -> {
                long now = System.nanoTime();
                OURS.add(Latency.number(message) + ":" + now);
            });
            try (PostgresWakeUps wakeUps = PostgresWakeUps.start(database, own);
                    OutboxRelay relay = OutboxRelay.with(
                            database, broker, OutboxConfig.builder().build())) {
                relay.start();
                listenByHand(own.getConnection());
                System.out.println("ready");
                answer(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
            }
        }
        System.exit(0);
    }

    private static void answer(BufferedReader orders) throws Exception {
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            Queue<String> times = new ArrayDeque<>();
            String[] words = order.split(" ");
            BlockingQueue<String> from = words[0].equals("ours") ? OURS : BY_HAND;
            while (times.size() < Integer.parseInt(words[1])) {
                String next = from.poll(60, TimeUnit.SECONDS);
                if (next == null) throw new IllegalStateException("A message did not arrive.");
                times.add(next);
            }
            System.out.println(String.join(" ", times));
        }
    }

    private static void listenByHand(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen by_hand");
        }
        PGConnection server = connection.unwrap(PGConnection.class);
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    PGNotification[] arrived = server.getNotifications(500);
                    for (PGNotification each : arrived == null ? new PGNotification[0] : arrived) {
                        long now = System.nanoTime();
                        BY_HAND.add(each.getParameter() + ":" + now);
                    }
                }
            } catch (SQLException end) {
                Thread.currentThread().interrupt(); // the connection is closed: this process ends
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
