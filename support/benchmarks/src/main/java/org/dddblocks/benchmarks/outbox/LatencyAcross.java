package org.dddblocks.benchmarks.outbox;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import org.dddblocks.benchmarks.paired.Server;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PostgresWakeUps;

/**
 * As {@link Latency}, but relay and handler are in another JVM ({@link LatencyElsewhere}), which only the database connects
 * with this one. By hand a NOTIFY carries the number of the message, and the listening thread handles it at once, without a
 * look at the database: sent once the transaction has committed, by a thread and on a connection of its own so that the
 * publisher does not wait for it, or by the publisher inside its transaction, whose commit then takes the lock of all that
 * notify.
 */
final class LatencyAcross {
    private final int slots;
    private final Duration slot;

    LatencyAcross(int slots, Duration slot) {
        this.slots = slots;
        this.slot = slot;
    }

    Map<String, Callable<Delay.InTurns>> lines() {
        Map<String, Callable<Delay.InTurns>> lines = new LinkedHashMap<>();
        lines.put("commit to handler, across processes, NOTIFY after the commit", () -> paired(false));
        lines.put("commit to handler, across processes, NOTIFY inside the transaction", () -> paired(true));
        return lines;
    }

    private Delay.InTurns paired(boolean inside) throws Exception {
        String url = Server.POSTGRESQL.url();
        try (HikariDataSource pool = Server.pool(url);
                HikariDataSource own = Server.pool(url)) {
            Database database = Ordered.database(pool);
            Pace pace = new Pace(slot);
            Outbox outbox = JdbcOutbox.on(database, Ordered.CODEC, "ordering");
            try (Elsewhere elsewhere = new Elsewhere(url);
                    PostgresWakeUps wakeUps = PostgresWakeUps.start(database, own);
                    Notifier notifier = new Notifier(own)) {
                return Delay.InTurns.measure(
                        slots,
                        "≤ 2 times",
                        () -> elsewhere.slot(
                                "hand", pace, (number, arrivals) -> byHand(pool, notifier, number, inside, arrivals)),
                        () -> elsewhere.slot(
                                "ours",
                                pace,
                                (number, arrivals) -> Latency.publish(database, outbox, number, arrivals)));
            }
        }
    }

    private static void byHand(HikariDataSource pool, Notifier notifier, int number, boolean inside, Arrivals arrivals)
            throws Exception {
        if (!inside) {
            Latency.insert(pool, number);
            arrivals.committed(number);
            notifier.send(number);
            return;
        }
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            Latency.insert(connection, number);
            send(connection, number);
            connection.commit();
            arrivals.committed(number);
        }
    }

    private static void send(Connection connection, int number) throws Exception {
        try (PreparedStatement notify = connection.prepareStatement("select pg_notify('by_hand', ?)")) {
            notify.setString(1, Integer.toString(number));
            notify.execute();
        }
    }

    /** One connection that it keeps, and a thread that waits for numbers. */
    private static final class Notifier implements AutoCloseable {
        private final BlockingQueue<Integer> numbers = new LinkedBlockingQueue<>();
        private final Thread thread;

        Notifier(HikariDataSource pool) {
            thread = new Thread(() -> {
                try (Connection connection = pool.getConnection()) {
                    while (true) LatencyAcross.send(connection, numbers.take());
                } catch (Exception end) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        void send(int number) {
            numbers.add(number);
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }

    private interface Step {
        void run(int number, Arrivals arrivals) throws Exception;
    }

    /** The other process; it ends when this one does, since its input ends then. */
    private static final class Elsewhere implements AutoCloseable {
        private final Process process;
        private final PrintStream orders;
        private final BufferedReader answers;

        Elsewhere(String url) throws IOException {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            process = new ProcessBuilder(
                            java,
                            "-Xmx1g",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LatencyElsewhere.class.getName(),
                            url)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            answer();
        }

        Delay slot(String side, Pace pace, Step step) throws Exception {
            Arrivals arrivals = new Arrivals(pace.most());
            int messages = pace.run(number -> step.run(number, arrivals));
            orders.println(side + " " + messages);
            for (String each : answer().split(" ")) {
                int colon = each.indexOf(':');
                arrivals.handled(Integer.parseInt(each.substring(0, colon)), Long.parseLong(each.substring(colon + 1)));
            }
            arrivals.await();
            return arrivals.delay();
        }

        private String answer() throws IOException {
            String line = answers.readLine();
            if (line == null) throw new IOException("The other process has ended.");
            return line;
        }

        @Override
        public void close() throws IOException {
            orders.close();
            answers.close();
        }
    }
}
