package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.dddblocks.eventstore.Append;
import org.dddblocks.eventstore.Expected;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.testkit.model.Models;
import org.dddblocks.testservers.CrashingPostgres;

/**
 * A server that is killed again and again while writers append at random and readers read along: two that remember their
 * position and one whose checkpoint and read model are in the same database. All that was acknowledged is there, and each
 * reader gets the whole feed once, in order, across all lives of the server.
 */
final class PostgresCrashes implements AutoCloseable {
    private static final long SEED = 20_261_122;
    private static final int WRITERS = 5;
    private static final int TRANSACTIONS = 10;
    private static final int LEAST = 30;
    private static final int MOST = 80;
    private static final int TAKEN = 100;
    private static final long LONGEST_SECONDS = 180;

    private final CrashingPostgres server = CrashingPostgres.start(Map.of());
    private final Database database = Database.over(server.dataSource());
    private final HistoryChecker history = new HistoryChecker();
    private final List<HistoryChecker.Reader> readers =
            List.of(history.reader("first", 0), history.reader("second", 0));
    private final Random random = new Random(SEED);
    private JdbcEventStore store;
    private int plans;

    PostgresCrashes() {
        database.install(JdbcEventStore.schema());
        database.transactions().run(() -> {
            Connection connection = database.transactions().connection();
            Jdbc.update(connection, "create table came_to (position bigint not null)");
            Jdbc.update(connection, "insert into came_to values (0)");
            Jdbc.update(connection, "create table applied (number bigserial, event_id uuid primary key)");
        });
        history.writersWereKilled();
        store = JdbcEventStore.on(database, Models.codec());
    }

    void run(int crashes) throws Exception {
        for (int crash = 0; crash < crashes; crash++) {
            workUntilKilled(crash % 2 == 0);
            assertNobodyIsAhead();
            if (crash % 3 == 2) { // the same store goes on otherwise: it must notice
                store.close();
                store = JdbcEventStore.on(Database.over(server.dataSource()), Models.codec());
            }
        }
        readToTheEnd();
        history.check(store);
        assertThat(applied())
                .as("what a checkpoint in the same database came to")
                .isEqualTo(feed());
    }

    private void workUntilKilled(boolean wholeServer) throws Exception {
        AtomicBoolean killed = new AtomicBoolean();
        ExecutorService pool = Executors.newCachedThreadPool();
        List<Future<?>> working = new ArrayList<>();
        try {
            for (int i = 0; i < WRITERS; i++) {
                RandomWriters writers =
                        new RandomWriters(store, server.dataSource(), history, SEED + plans++, TRANSACTIONS);
                working.add(
                        pool.submit(() -> until(killed, () -> writers.writer(0).call())));
            }
            working.add(pool.submit(() -> until(killed, this::takePositionsAndChangeMind)));
            for (HistoryChecker.Reader reader : readers) {
                working.add(pool.submit(() -> until(killed, () -> reader.saw(store.readFeed(reader.position(), 30)))));
            }
            working.add(pool.submit(() -> until(killed, this::applySome)));
            int enough = history.acknowledged() + LEAST + random.nextInt(MOST - LEAST);
            Awaitility.await()
                    .atMost(LONGEST_SECONDS, TimeUnit.SECONDS)
                    .pollInterval(1, TimeUnit.MILLISECONDS)
                    .until(() ->
                            history.acknowledged() >= enough || working.stream().anyMatch(Future::isDone));
            killed.set(true);
            kill(wholeServer);
            for (Future<?> one : working) {
                one.get(LONGEST_SECONDS, TimeUnit.SECONDS);
            }
            assertThat(history.acknowledged())
                    .as("they worked until they were killed")
                    .isGreaterThanOrEqualTo(enough);
        } finally {
            pool.shutdownNow();
        }
        server.restart();
    }

    private void kill(boolean wholeServer) throws SQLException {
        if (wholeServer) {
            server.kill();
            return;
        }
        try (Connection victim = server.dataSource().getConnection()) {
            server.killProcessOf(victim);
        }
    }

    private static final class ChangedMind extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private interface Work {
        void run() throws Exception;
    }

    /** What is lost with the server is lost; anything else is a failure. */
    private static Void until(AtomicBoolean killed, Work work) throws Exception {
        try {
            while (!killed.get()) {
                work.run();
            }
        } catch (PersistenceException | SQLException e) {
            if (!killed.get()) {
                throw e;
            }
        }
        return null;
    }

    private void takePositionsAndChangeMind() {
        Append append = Append.to(
                EventStoreContract.STREAM, Expected.any(), Collections.nCopies(TAKEN, EventStoreContract.deposited(1)));
        try {
            store.transactions().run(() -> {
                store.append(append);
                throw new ChangedMind();
            });
        } catch (ChangedMind e) {
            // as it was meant
        }
    }

    private void applySome() {
        database.transactions().run(() -> {
            Connection connection = database.transactions().connection();
            long position = Jdbc.query(connection, row -> row.getLong(1), "select position from came_to for update")
                    .get(0);
            FeedPage page = store.readFeed(position, 30);
            page.entries()
                    .forEach(entry -> Jdbc.update(
                            connection,
                            "insert into applied (event_id) values (?)",
                            entry.envelope().eventId()));
            Jdbc.update(connection, "update came_to set position = ?", page.position());
        });
    }

    private void assertNobodyIsAhead() {
        long next = number("select last_value from ddd_event_position");
        assertThat(readers)
                .allSatisfy(reader -> assertThat(reader.position())
                        .as("a reader's position, of those that are handed out next")
                        .isLessThanOrEqualTo(next));
        assertThat(number("select position from came_to")).isLessThanOrEqualTo(next);
    }

    private void readToTheEnd() {
        for (HistoryChecker.Reader reader : readers) {
            FeedPage page = store.readFeed(reader.position(), 1000);
            for (; !page.entries().isEmpty(); page = store.readFeed(reader.position(), 1000)) {
                reader.saw(page);
            }
        }
        for (long before = -1; before < number("select position from came_to"); applySome()) {
            before = number("select position from came_to");
            applySome();
        }
    }

    private long number(String sql) {
        return database.transactions()
                .call(() -> Jdbc.query(database.transactions().connection(), row -> row.getLong(1), sql))
                .get(0);
    }

    private List<String> applied() {
        return texts("select event_id::text from applied order by number");
    }

    private List<String> feed() {
        return texts("select event_id::text from ddd_event order by position");
    }

    private List<String> texts(String sql) {
        return database.transactions()
                .call(() -> Jdbc.query(database.transactions().connection(), row -> row.getString(1), sql));
    }

    @Override
    public void close() {
        store.close();
        server.close();
    }
}
