package org.dddblocks.benchmarks.outbox;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.dddblocks.benchmarks.paired.Paired;
import org.dddblocks.benchmarks.paired.Server;
import org.dddblocks.persistence.Database;

/**
 * Prints the table of the report: {@code OutboxAgainstJdbc [postgresql|h2|mariadb] [slots] [seconds of a slot] [words of a
 * line's name]}.
 */
final class OutboxAgainstJdbc {
    private OutboxAgainstJdbc() {}

    public static void main(String[] args) throws Exception {
        Server server = Server.valueOf((args.length > 0 ? args[0] : "postgresql").toUpperCase(Locale.ROOT));
        int slots = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        Duration slot = Duration.ofMillis((long) (1000 * (args.length > 2 ? Double.parseDouble(args[2]) : 3)));
        String words = args.length > 3 ? args[3] : "";
        Map<String, Callable<Paired>> lines = new LinkedHashMap<>();
        try (HikariDataSource pool = server.pool()) {
            Database database = Ordered.database(pool);
            lines.putAll(new Draining(pool, database, slots).lines());
            lines.putAll(new Publishing(pool, database, slots, slot).lines());
            lines.putAll(new Pinned(server, slots, slot).lines());
            print(Paired.HEAD, lines, words, Paired::row);
            print(Delay.InTurns.HEAD, delays(server, slots, slot), words, Delay.InTurns::row);
        }
        System.exit(0);
    }

    private static Map<String, Callable<Delay.InTurns>> delays(Server server, int slots, Duration slot) {
        Map<String, Callable<Delay.InTurns>> lines = new LinkedHashMap<>(new Latency(server, slots, slot).lines());
        if (server == Server.POSTGRESQL) lines.putAll(new LatencyAcross(slots, slot).lines());
        return lines;
    }

    private static <F> void print(
            String head, Map<String, Callable<F>> lines, String words, BiFunction<F, String, String> row)
            throws Exception {
        lines.keySet().removeIf(line -> !line.contains(words));
        if (!lines.isEmpty()) System.out.println(head);
        for (Map.Entry<String, Callable<F>> line : lines.entrySet()) {
            System.out.println(row.apply(line.getValue().call(), line.getKey()));
        }
    }
}
