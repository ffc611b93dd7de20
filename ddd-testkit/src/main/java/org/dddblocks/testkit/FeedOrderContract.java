package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dddblocks.testkit.EventStoreContract.OPENED;
import static org.dddblocks.testkit.EventStoreContract.OTHER;
import static org.dddblocks.testkit.EventStoreContract.STREAM;
import static org.dddblocks.testkit.EventStoreContract.deposited;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.testkit.model.AccountEvent.AccountOpened;
import org.dddblocks.testkit.model.AccountId;
import org.dddblocks.testkit.model.Models;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the feed of an {@link EventStore} on JDBC promises its subscribers, in whatever order transactions commit: nothing
 * lost, nothing twice, nothing inverted, and no waiting for what has nothing to do with it.
 *
 * <pre>{@code
 * class H2FeedOrderContractTest extends FeedOrderContract implements OnH2 {}
 * }</pre>
 */
@Timeout(400)
public abstract class FeedOrderContract implements EmptyDatabase {
    private static final long SEED = 20_261_122;
    private static final int WRITERS = 8;
    private static final int TRANSACTIONS = 60;
    private static final int READERS = 3;
    private static final long LAST_READ_NANOS = 60_000_000_000L;
    private static final int LARGE = 600_000;

    private @Nullable DataSource current;
    private EventStore store = InMemoryEventStore.create();

    /** For subclasses. */
    protected FeedOrderContract() {}

    /**
     * Opens the store under test.
     *
     * @param database with the tables of {@link JdbcEventStore#schema()}
     * @return the store, by default our own
     */
    protected EventStore open(Database database) {
        return JdbcEventStore.on(database, Models.codec());
    }

    /**
     * How many transactions each of the random writers has.
     *
     * @return as many as take a few seconds; fewer to try a store that is broken on purpose
     */
    protected int transactionsOfEachWriter() {
        return TRANSACTIONS;
    }

    @BeforeEach
    void begin() {
        current = emptyDatabase();
        store = installed(Database.over(source()));
    }

    private DataSource source() {
        return Objects.requireNonNull(current);
    }

    private EventStore installed(Database database) {
        database.install(JdbcEventStore.schema());
        return open(database);
    }

    private List<DomainEvent> feed() {
        return events(store.readFeed(0, 1000));
    }

    private static List<DomainEvent> events(FeedPage page) {
        return page.entries().stream().map(entry -> entry.envelope().event()).toList();
    }

    @Test
    void whatever_writers_do_readers_see_each_committed_event_once_and_each_stream_in_order() throws Exception {
        HistoryChecker history = new HistoryChecker();
        AtomicBoolean written = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(WRITERS + READERS);
        try (Connection foreign = foreignTransaction()) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(pool.submit(reader(history, i, written)));
            }
            RandomWriters writers = new RandomWriters(store, source(), history, SEED, transactionsOfEachWriter());
            List<Future<Integer>> writing = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writing.add(pool.submit(writers.writer(i)));
            }
            int lost = 0;
            for (Future<Integer> one : writing) {
                lost += one.get(150, TimeUnit.SECONDS);
            }
            assertThat(lost).as("rolled back or in conflict, seed %d", SEED).isPositive();
            written.set(true);
            for (Future<Integer> one : readers) {
                one.get(150, TimeUnit.SECONDS);
            }
            foreign.rollback();
        } finally {
            pool.shutdownNow();
        }
        assertThat(history.acknowledged()).isGreaterThan(transactionsOfEachWriter() * WRITERS / 2);
        history.check(store);
    }

    /** A write transaction of somebody else, which began before all others and stays open. */
    private Connection foreignTransaction() throws SQLException {
        Connection connection = source().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table foreign_work (id integer)");
            connection.setAutoCommit(false);
            statement.execute("insert into foreign_work values (1)");
        }
        return connection;
    }

    /** Reads until all is seen that was acknowledged, or until it is clear that it will not be. */
    private Callable<Integer> reader(HistoryChecker history, int number, AtomicBoolean written) {
        Random random = new Random(SEED + number);
        EventStore node = number == 0 ? store : open(Database.over(source()));
        return () -> {
            HistoryChecker.Reader reader = history.reader("reader " + number, 0);
            long end = Long.MAX_VALUE;
            while (System.nanoTime() < end) {
                boolean last = written.get();
                FeedPage page = node.readFeed(reader.position(), 1 + random.nextInt(40));
                reader.saw(page);
                if (last && end == Long.MAX_VALUE) {
                    end = System.nanoTime() + LAST_READ_NANOS;
                }
                if (last && page.entries().isEmpty()) {
                    break;
                }
            }
            return reader.events();
        };
    }

    @Test
    void what_a_thread_has_committed_its_next_read_shows() {
        for (int i = 0; i < 30; i++) {
            store.append(STREAM, i, List.of(deposited(i + 1)));
            assertThat(events(store.readFeed(0, 100)))
                    .as("read %d", i)
                    .hasSize(i + 1)
                    .endsWith(deposited(i + 1));
        }
    }

    @Test
    void a_transaction_that_wrote_elsewhere_before_another_committed_version_1_appends_version_2_behind_it() {
        HistoryChecker history = new HistoryChecker();
        OpenTransaction first = OpenTransaction.after(store.transactions(), () -> {
            history.acknowledged(store.append(OTHER, 0, List.of(OPENED)).events());
            OpenTransaction.after(
                            store.transactions(),
                            () -> history.acknowledged(
                                    store.append(STREAM, 0, List.of(OPENED)).events()))
                    .commit();
            history.acknowledged(store.append(STREAM, 1, List.of(deposited(2))).events());
        });
        HistoryChecker.Reader subscriber = history.reader("subscriber", 0);
        subscriber.saw(store.readFeed(0, 100));
        first.commit();
        subscriber.saw(store.readFeed(subscriber.position(), 100));

        history.check(store);
    }

    @Test
    void an_append_that_was_rolled_back_leaves_nothing_to_wait_for() {
        OpenTransaction.after(store.transactions(), () -> store.append(OTHER, 0, List.of(OPENED)))
                .rollBack();
        store.append(STREAM, 0, List.of(OPENED));

        assertThat(feed()).containsExactly(OPENED);
    }

    @Test
    void a_subscriber_who_starts_at_the_head_misses_no_event_that_was_in_flight_and_gets_nothing_older() {
        store.append(STREAM, 0, List.of(OPENED));
        assertThat(feed()).containsExactly(OPENED);
        try (OpenTransaction inFlight =
                OpenTransaction.after(store.transactions(), () -> store.append(OTHER, 0, List.of(deposited(1))))) {
            long head = store.feedHead();
            inFlight.commit();
            store.append(STREAM, 1, List.of(deposited(2)));

            assertThat(events(store.readFeed(head, 100))).containsExactly(deposited(1), deposited(2));
        }
    }

    @Test
    void the_head_of_a_feed_at_rest_is_its_last_position() {
        assertThat(store.feedHead()).isZero();
        store.append(STREAM, 0, List.of(OPENED, deposited(1)));

        assertThat(store.feedHead()).isEqualTo(store.readFeed(0, 10).position());
    }

    @Test
    void an_open_append_of_another_store_in_the_same_database_is_not_waited_for() {
        EventStore other = installed(Database.over(source()).prefix("other_"));
        try (OpenTransaction open =
                OpenTransaction.after(other.transactions(), () -> other.append(STREAM, 0, List.of(OPENED)))) {
            store.append(STREAM, 0, List.of(OPENED, deposited(1)));
            assertThat(feed()).containsExactly(OPENED, deposited(1));
            open.commit();
        }
        assertThat(events(other.readFeed(0, 10))).containsExactly(OPENED);
        assertThat(feed()).hasSize(2);
    }

    @Test
    void one_connection_is_enough_to_append_and_to_read_the_feed_in_one_transaction() {
        EventStore narrow = open(Database.over(SmallPool.of(1, source())));
        narrow.append(STREAM, 0, List.of(OPENED));
        narrow.transactions().run(() -> {
            assertThat(events(narrow.readFeed(0, 10))).containsExactly(OPENED);
            narrow.append(STREAM, 1, List.of(deposited(1)));
            assertThat(events(narrow.readFeed(0, 10))).startsWith(OPENED);
        });
        assertThat(events(narrow.readFeed(0, 10))).containsExactly(OPENED, deposited(1));
        assertThat(narrow.feedHead()).isPositive();
    }

    @Test
    void a_transaction_that_has_appended_reads_the_feed_up_to_its_own_events() {
        store.append(OTHER, 0, List.of(OPENED));
        EventStore fresh = open(Database.over(source()));
        fresh.transactions().run(() -> {
            fresh.append(STREAM, 0, List.of(deposited(1)));
            assertThat(events(fresh.readFeed(0, 10))).containsExactly(OPENED);
        });
        assertThat(events(fresh.readFeed(0, 10))).containsExactly(OPENED, deposited(1));
    }

    @Test
    void a_page_holds_as_many_events_as_were_asked_for_or_as_fit_into_memory() {
        List<AccountOpened> large = IntStream.range(0, 12)
                .mapToObj(i -> new AccountOpened(new AccountId("x".repeat(LARGE) + i)))
                .toList();
        store.append(STREAM, 0, large);
        store.append(OTHER, 0, List.of(deposited(1), deposited(2), deposited(3)));

        FeedPage first = store.readFeed(0, 1000);
        assertThat(first.entries()).hasSizeBetween(1, 8);
        List<DomainEvent> all = new ArrayList<>();
        for (FeedPage page = first; !page.entries().isEmpty(); page = store.readFeed(page.position(), 1000)) {
            all.addAll(events(page));
        }
        assertThat(all).hasSize(15).startsWith(large.get(0)).endsWith(deposited(3));
        assertThat(store.readFeed(all.size() - 3, 2).entries()).hasSize(2);
    }
}
