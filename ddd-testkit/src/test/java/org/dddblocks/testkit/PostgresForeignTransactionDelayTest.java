package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.testkit.model.AccountEvent.AccountOpened;
import org.dddblocks.testkit.model.AccountId;
import org.dddblocks.testkit.model.Models;
import org.dddblocks.testservers.CrashingPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The delay of delivery beside a foreign write transaction that is open for 30 seconds, compared with a control. Both run
 * at the same time and event by event in turn, on two servers that differ in nothing else, so that whatever the machine
 * does meanwhile is done to both; a comparison that it spoils all the same is done again. A feed that waited for the
 * transaction would be thousands of times as late in each.
 */
@Tag("services")
@Timeout(600)
class PostgresForeignTransactionDelayTest {
    private static final Duration OPEN = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int LEAST_EVENTS = 100;
    private static final int COMPARISONS = 4;
    private static final long FLOOR_NANOS = 5_000_000;

    @Test
    void the_99th_percentile_beside_a_transaction_open_for_30_seconds_is_at_most_twice_that_of_its_control()
            throws Exception {
        try (Side control = new Side();
                Side beside = new Side()) {
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < COMPARISONS; i++) {
                compare(control, beside);
                long alone = Math.max(FLOOR_NANOS, control.p99());
                seen.add("p99 of %d events: control %d µs, beside %d µs"
                        .formatted(beside.events(), control.p99() / 1000, beside.p99() / 1000));
                if (beside.p99() <= 2 * alone) {
                    System.out.println("Delivery beside a foreign write transaction of 30 s: " + seen);
                    return;
                }
            }
            assertThat(seen)
                    .as("p99 of delivery beside a foreign transaction, at most twice that of its control")
                    .isEmpty();
        }
    }

    private static void compare(Side control, Side beside) throws Exception {
        control.forget();
        beside.forget();
        try (Connection foreign = PostgresForeignTransactionTest.foreignTransaction(beside.server.dataSource())) {
            Callable<Integer> writer = () -> {
                long end = System.nanoTime() + OPEN.toNanos();
                while (System.nanoTime() < end || beside.events() < LEAST_EVENTS) {
                    control.append();
                    beside.append();
                    LockSupport.parkNanos(2_000_000);
                }
                control.writtenAll = true;
                beside.writtenAll = true;
                return beside.events();
            };
            // Their last events are due while the transaction is open, too.
            Race.run(List.of(writer, control::read, beside::read))
                    .forEach(finish -> assertThat(finish.failure()).isNull());
            foreign.rollback();
        }
        assertThat(control.read).containsOnlyKeys(control.written.keySet());
        assertThat(beside.read).containsOnlyKeys(beside.written.keySet());
    }

    /** A store on a server of its own, with one reader. */
    private static final class Side implements AutoCloseable {
        private final CrashingPostgres server = CrashingPostgres.start(Map.of());
        private final JdbcEventStore store;
        private final Map<UUID, Long> written = new ConcurrentHashMap<>();
        private final Map<UUID, Long> read = new ConcurrentHashMap<>();
        private volatile boolean writtenAll;
        private long position;
        private int streams;

        Side() {
            Database database = Database.over(oneForEachThread(server.dataSource()));
            database.install(JdbcEventStore.schema());
            store = JdbcEventStore.on(database, Models.codec());
        }

        void forget() {
            written.clear();
            read.clear();
            writtenAll = false;
        }

        void append() {
            StreamId stream = new StreamId("account", "s" + streams++);
            UUID id = store.append(stream, 0, List.of(new AccountOpened(new AccountId("a"))))
                    .events()
                    .get(0)
                    .eventId();
            written.put(id, System.nanoTime());
        }

        int read() {
            long end = System.nanoTime() + LONGEST.toNanos();
            while ((!writtenAll || read.size() < written.size()) && System.nanoTime() < end) {
                FeedPage page = store.readFeed(position, 100);
                long now = System.nanoTime();
                page.entries().forEach(entry -> read.put(entry.envelope().eventId(), now));
                position = page.position();
                if (page.entries().isEmpty()) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
            return read.size();
        }

        int events() {
            return written.size();
        }

        /** From the return of an append to its event's delivery. */
        long p99() {
            List<Long> delays = new ArrayList<>();
            written.forEach((id, at) -> delays.add(Math.max(0, read.get(id) - at)));
            Collections.sort(delays);
            return delays.get(delays.size() * 99 / 100);
        }

        /** Threads here are few, and to connect would take most of the time. */
        private static DataSource oneForEachThread(DataSource target) {
            ThreadLocal<Connection> mine = new ThreadLocal<>();
            return (DataSource) proxy(DataSource.class, (method, arguments) -> {
                if (!method.getName().equals("getConnection")) {
                    return method.invoke(target, arguments);
                }
                if (mine.get() == null) {
                    mine.set(kept(target.getConnection()));
                }
                return mine.get();
            });
        }

        private static Connection kept(Connection connection) {
            return (Connection) proxy(
                    Connection.class,
                    (method, arguments) ->
                            method.getName().equals("close") ? null : method.invoke(connection, arguments));
        }

        private interface Calls {
            Object call(Method method, Object[] arguments) throws Exception;
        }

        private static Object proxy(Class<?> type, Calls calls) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                try {
                    return calls.call(method, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
        }

        @Override
        public void close() {
            store.close();
            server.close();
        }
    }
}
