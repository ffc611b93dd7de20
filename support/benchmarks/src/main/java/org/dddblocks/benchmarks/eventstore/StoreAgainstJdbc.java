package org.dddblocks.benchmarks.eventstore;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dddblocks.benchmarks.eventstore.Booked.AmountBooked;
import org.dddblocks.benchmarks.paired.Paired;
import org.dddblocks.benchmarks.paired.Server;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.JacksonCodec;

/**
 * Prints the table of the report: {@code StoreAgainstJdbc [postgresql|h2|mariadb] [slots] [seconds of a slot] [words of a
 * line's name]}.
 */
final class StoreAgainstJdbc {
    private StoreAgainstJdbc() {}

    public static void main(String[] args) throws Exception {
        Server server = Server.valueOf((args.length > 0 ? args[0] : "postgresql").toUpperCase(Locale.ROOT));
        int slots = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        Duration slot = Duration.ofMillis((long) (1000 * (args.length > 2 ? Double.parseDouble(args[2]) : 3)));
        String words = args.length > 3 ? args[3] : "";
        Map<String, Callable<Paired>> lines = new LinkedHashMap<>();
        try (HikariDataSource pool = server.pool();
                JdbcEventStore store = store(pool)) {
            HandWritten byHand = new HandWritten(pool, "ddd_event", server.nextPosition());
            lines.putAll(new Appends(store, byHand, slots, slot).lines());
            lines.putAll(new Reads(store, byHand, pool, slots, slot).lines());
            if (server == Server.POSTGRESQL && words.contains("million")) {
                lines.putAll(new ManyStored(slots, slot).lines());
            }
            System.out.println(Paired.HEAD);
            for (Map.Entry<String, Callable<Paired>> line : lines.entrySet()) {
                if (line.getKey().contains(words)) {
                    System.out.println(line.getValue().call().row(line.getKey()));
                }
            }
        }
        System.exit(0);
    }

    static JdbcEventStore store(HikariDataSource pool) {
        Database database = Database.over(pool);
        database.install(JdbcEventStore.schema());
        return JdbcEventStore.on(
                database,
                JacksonCodec.builder()
                        .type(AmountBooked.class, "bench.AmountBooked")
                        .build());
    }
}
