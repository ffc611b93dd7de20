package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.FeedEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Random writers, readers at work meanwhile, and a judge who compares what they saw with what was committed. */
abstract class FeedContract {
    private static final long SEED = 20_260_301;
    private static final int WRITERS = 8;
    private static final int TRANSACTIONS = 50;
    private final Shop shop;
    private final EventStore store;
    private final Threads threads = new Threads();
    private final FeedJudge judge = new FeedJudge();

    FeedContract(TestDatabase database) {
        shop = Shop.on(database);
        store = shop.store;
    }

    @AfterEach
    void close() {
        threads.close();
        shop.close();
    }

    @Test
    void readers_see_each_committed_event_once_and_in_the_order_of_its_stream_however_writers_race() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        List<Future<List<FeedEntry>>> readers = new ArrayList<>();
        try (Connection foreign = openForeignTransaction()) {
            for (int i = 0; i < 3; i++) {
                Random random = new Random(SEED + 100 + i);
                readers.add(threads.start(() -> readUntilTheEnd(random, written)));
            }
            threads.together(IntStream.range(0, WRITERS).mapToObj(this::writer).toList());
            written.countDown();
            for (Future<List<FeedEntry>> reader : readers) {
                judge.check(reader.get(60, TimeUnit.SECONDS));
            }
            foreign.rollback();
            foreign.setAutoCommit(true);
        }
        assertThat(judge.committed()).as("seed %d", SEED).isGreaterThan(WRITERS * TRANSACTIONS / 2);
        judge.check(store.readFeed(0, 10_000).entries());
    }

    /** A write transaction of somebody else, which began before all others and stays open. */
    private Connection openForeignTransaction() throws SQLException {
        Connection connection = shop.dataSource.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table foreign_work (id integer)");
            connection.setAutoCommit(false);
            statement.execute("insert into foreign_work values (1)");
        }
        return connection;
    }

    private List<FeedEntry> readUntilTheEnd(Random random, CountDownLatch written) {
        List<FeedEntry> seen = new ArrayList<>();
        long position = 0;
        while (true) {
            boolean last = written.getCount() == 0;
            List<FeedEntry> batch =
                    store.readFeed(position, 1 + random.nextInt(40)).entries();
            seen.addAll(batch);
            if (batch.isEmpty() && last) {
                return seen;
            }
            position = batch.isEmpty() ? position : batch.get(batch.size() - 1).position();
        }
    }

    private Callable<Boolean> writer(int number) {
        Random random = new Random(SEED + number);
        return () -> {
            for (int i = 0; i < TRANSACTIONS; i++) {
                String name = "w" + number + "-" + i;
                try {
                    if (random.nextInt(10) == 0) {
                        appendOnAdoptedConnection(random, name);
                    } else {
                        appendInTransaction(random, name);
                    }
                } catch (ConflictException | Undecided e) {
                    judge.lost();
                }
            }
            return true;
        };
    }

    private void appendInTransaction(Random random, String name) {
        List<EventEnvelope<DomainEvent>> appended = new ArrayList<>();
        shop.transactions.run(() -> {
            int[] streams = random.ints(1 + random.nextInt(3), 0, 40)
                    .distinct()
                    .sorted()
                    .toArray();
            for (int stream : streams) {
                appended.addAll(appendTo(stream, random, name));
                LockSupport.parkNanos(random.nextInt(500_000));
            }
            if (random.nextInt(5) == 0) {
                throw new Undecided();
            }
        });
        judge.committed(appended);
    }

    private void appendOnAdoptedConnection(Random random, String name) throws SQLException {
        try (Connection callers = shop.dataSource.getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = shop.transactions.adopt(callers)) {
                List<EventEnvelope<DomainEvent>> appended = appendTo(random.nextInt(40), random, name);
                LockSupport.parkNanos(random.nextInt(500_000));
                callers.commit();
                adopted.committed();
                judge.committed(appended);
            } finally {
                callers.rollback();
                callers.setAutoCommit(true);
            }
        }
    }

    /** 16 hot streams of 40 get two of five appends. */
    private List<EventEnvelope<DomainEvent>> appendTo(int stream, Random random, String name) {
        StreamId id = Shop.order("s" + (random.nextInt(5) < 2 ? stream % 16 : stream));
        List<OrderEvent> events = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> Shop.placed(name + "-" + i))
                .toList();
        return store.append(id, store.version(id), events).events();
    }

    private static final class Undecided extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
