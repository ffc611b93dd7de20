package org.dddblocks.benchmarks.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.dddblocks.benchmarks.paired.Load;
import org.dddblocks.benchmarks.paired.Paired;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.EventIds;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.core.StreamId;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.RecordedEvents;

/** One business row and one message in a transaction; by hand that is two INSERTs and a commit. */
final class Publishing {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Ordered> ORDERS = Stream.generate(new Random(1)::nextLong)
            .map(Random::new)
            .limit(1024)
            .map(Ordered::random)
            .toList();
    private static final AtomicLong IDS = new AtomicLong();

    private final HikariDataSource pool;
    private final Database database;
    private final Outbox outbox;
    private final RecordedEvents port;
    private final int slots;
    private final Duration slot;

    Publishing(HikariDataSource pool, Database database, int slots, Duration slot) {
        this.pool = pool;
        this.database = database;
        this.outbox = JdbcOutbox.on(database, Ordered.CODEC, "ordering");
        this.port = outbox.translating(event -> List.of(((OrderPlaced) event.event()).order()));
        this.slots = slots;
        this.slot = slot;
    }

    Map<String, Callable<Paired>> lines() {
        Map<String, Callable<Paired>> lines = new LinkedHashMap<>();
        for (int threads : new int[] {1, 8}) {
            lines.put(
                    "business row and a message of its root, threads: " + threads, () -> paired(threads, this::ofRoot));
            lines.put(
                    "business row and a message under a key, threads: " + threads,
                    () -> paired(threads, this::underKey));
        }
        return lines;
    }

    private Paired paired(int threads, Callable<Integer> ours) throws Exception {
        Load load = new Load(threads, slot);
        return Paired.measure(slots, 0.95, () -> load.rate(thread -> byHand()), () -> load.rate(thread -> ours.call()));
    }

    /** As a repository does when it saves a new root: the root's version numbers the message. */
    private int ofRoot() throws SQLException {
        long id = IDS.incrementAndGet();
        Ordered order = ORDERS.get((int) (id % ORDERS.size()));
        Instant now = Instant.now();
        StreamId root = new StreamId("purchase", Long.toString(id));
        EventEnvelope<OrderPlaced> placed = new EventEnvelope<>(
                EventIds.next(), root, 1, "bench.OrderPlaced", 1, now, now, EventMetadata.NONE, new OrderPlaced(order));
        return database.transactions().<Integer, SQLException>call(() -> {
            row(database.transactions().connection(), id, order);
            port.recorded(List.of(placed));
            return 1;
        });
    }

    /** The key's counter, a third row, numbers the message. */
    private int underKey() throws SQLException {
        long id = IDS.incrementAndGet();
        Ordered order = ORDERS.get((int) (id % ORDERS.size()));
        return database.transactions().<Integer, SQLException>call(() -> {
            row(database.transactions().connection(), id, order);
            return outbox.publish(new MessageKey("order", Long.toString(id)), order)
                    .size();
        });
    }

    private int byHand() throws Exception {
        long id = IDS.incrementAndGet();
        Ordered order = ORDERS.get((int) (id % ORDERS.size()));
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            row(connection, id, order);
            message(connection, id, order);
            connection.commit();
            return 1;
        }
    }

    private record OrderPlaced(Ordered order) implements DomainEvent {}

    static void row(Connection connection, long id, Ordered order) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into orders values (?, ?, ?)")) {
            insert.setLong(1, id);
            insert.setString(2, order.number());
            insert.setString(3, order.text());
            insert.executeUpdate();
        }
    }

    static void message(Connection connection, long id, Ordered order) throws Exception {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into by_hand (id, aggregatetype, aggregateid, type, payload, source, subject, time, contenttype,"
                        + " schemaversion, keyversion, keyordinal) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setObject(1, EventIds.next());
            insert.setString(2, "order");
            insert.setString(3, Long.toString(id));
            insert.setString(4, "bench.Ordered");
            insert.setString(5, JSON.writeValueAsString(order));
            insert.setString(6, "ordering");
            insert.setString(7, "order/" + id);
            insert.setObject(8, OffsetDateTime.now(ZoneOffset.UTC));
            insert.setString(9, "application/json");
            insert.setInt(10, 1);
            insert.setLong(11, 1);
            insert.setInt(12, 0);
            insert.executeUpdate();
        }
    }
}
