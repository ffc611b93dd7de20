package org.dddblocks.benchmarks.eventstore;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.dddblocks.benchmarks.eventstore.Booked.AmountBooked;
import org.dddblocks.benchmarks.eventstore.Booked.Ledger;
import org.dddblocks.benchmarks.eventstore.Booked.LedgerId;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.Repository;
import org.dddblocks.testservers.PostgresServer;

/** Prints the table of the report: {@code StoreAgainstJdbc [postgresql|h2|mariadb] [slots] [seconds of a slot]}. */
final class StoreAgainstJdbc {
    private final int slots;
    private final Duration slot;
    private final EventStore store;
    private final HandWritten baseline;
    private final Repository<Ledger, LedgerId> ledgers;
    private final AtomicLong streams = new AtomicLong();

    private StoreAgainstJdbc(HikariDataSource pool, String nextPosition, int slots, Duration slot) throws Exception {
        this.slots = slots;
        this.slot = slot;
        Database database = Database.over(pool);
        database.install(JdbcEventStore.schema());
        this.store = JdbcEventStore.on(
                database,
                JacksonCodec.builder()
                        .type(AmountBooked.class, "bench.AmountBooked")
                        .build());
        this.ledgers = store.repository(Ledger.TYPE).build();
        this.baseline = new HandWritten(pool, database.table("event"), nextPosition);
    }

    public static void main(String[] args) throws Exception {
        String kind = args.length > 0 ? args[0] : "postgresql";
        int slots = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        Duration slot = Duration.ofMillis((long) (1000 * (args.length > 2 ? Double.parseDouble(args[2]) : 3)));
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url(kind));
        config.setMaximumPoolSize(20);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            String words = args.length > 3 ? args[3] : "";
            new StoreAgainstJdbc(pool, nextPosition(kind), slots, slot).run(words);
        }
        System.exit(0);
    }

    private static String url(String kind) {
        switch (kind) {
            case "postgresql":
                String url = PostgresServer.freshDatabase().url();
                return url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true";
            default:
                throw new IllegalArgumentException("There is no database " + kind + " here; give postgresql.");
        }
    }

    private static String nextPosition(String kind) {
        return "nextval('ddd_event_position')";
    }

    private void run(String words) throws Exception {
        Map<String, Callable<Paired>> lines = new LinkedHashMap<>();
        lines.put("one event an append, 1 thread", () -> appends(1, 1));
        lines.put("one event an append, 8 threads", () -> appends(8, 1));
        lines.put("100 events an append, 1 thread", () -> appends(1, 100));
        lines.put("rebuild from 1,000 events", this::rebuild);
        lines.put("the log of 200,000 events", this::log);
        System.out.println(Paired.HEAD);
        for (Map.Entry<String, Callable<Paired>> line : lines.entrySet()) {
            if (line.getKey().contains(words)) {
                System.out.println(line.getValue().call().row(line.getKey()));
            }
        }
    }

    private Paired appends(int threads, int events) throws Exception {
        Load load = new Load(threads, slot);
        return Paired.measure(
                slots,
                events == 1 ? 1.0 : 1.1,
                () -> load.rate(byHand(threads, events)),
                () -> load.rate(ours(threads, events)));
    }

    private Load.Turn byHand(int threads, int events) {
        Turns turns = new Turns(threads, events);
        return thread -> {
            baseline.append(turns.stream(thread), turns.version(thread), turns.events(thread));
            return turns.done(thread);
        };
    }

    private Load.Turn ours(int threads, int events) {
        Turns turns = new Turns(threads, events);
        return thread -> {
            store.append(new StreamId("ledger", turns.stream(thread)), turns.version(thread), turns.events(thread));
            return turns.done(thread);
        };
    }

    private Paired rebuild() throws Exception {
        String stream = filled(1, 1000);
        LedgerId id = new LedgerId(stream);
        Load load = new Load(1, slot);
        return Paired.measure(
                slots,
                0.8,
                () -> load.rate(thread -> used(baseline.balance(stream))),
                () -> load.rate(thread -> used(ledgers.get(id).state().balance())));
    }

    private Paired log() throws Exception {
        filled(200, 1000);
        Load load = new Load(1, Duration.ofMillis(1));
        return Paired.measure(
                slots,
                0.8,
                () -> load.rate(thread -> used(baseline.readLog(1000))),
                () -> load.rate(thread -> used(readLog(1000))));
    }

    private long readLog(int limit) {
        long sum = 0;
        FeedPage page = store.readFeed(0, limit);
        for (long last = 0; page.position() > last; page = store.readFeed(last, limit)) {
            last = page.position();
            for (FeedEntry entry : page.entries())
                sum += ((AmountBooked) entry.envelope().event()).amount();
        }
        return sum;
    }

    private static int used(long result) {
        if (result == Long.MIN_VALUE) throw new IllegalStateException("never");
        return 1;
    }

    /** @return the last of the streams written */
    private String filled(int howMany, int events) {
        String stream = "";
        Random random = new Random(1);
        for (int i = 0; i < howMany; i++) {
            stream = "filled-" + streams.incrementAndGet();
            for (int version = 0; version < events; version += 100) {
                store.append(new StreamId("ledger", stream), version, batch(random, 100));
            }
        }
        return stream;
    }

    private static List<AmountBooked> batch(Random random, int events) {
        return IntStream.range(0, events)
                .mapToObj(i -> AmountBooked.random(random))
                .toList();
    }

    /** Each thread has a stream of its own and appends to it. */
    private final class Turns {
        private final String[] streamOf;
        private final long[] versions;
        private final Random[] randoms;
        private final int events;

        Turns(int threads, int events) {
            this.events = events;
            streamOf = new String[threads];
            versions = new long[threads];
            randoms = new Random[threads];
            for (int i = 0; i < threads; i++) {
                streamOf[i] = "stream-" + streams.incrementAndGet();
                randoms[i] = new Random(i);
            }
        }

        String stream(int thread) {
            return streamOf[thread];
        }

        long version(int thread) {
            return versions[thread];
        }

        List<AmountBooked> events(int thread) {
            return batch(randoms[thread], events);
        }

        int done(int thread) {
            versions[thread] += events;
            return events;
        }
    }
}
