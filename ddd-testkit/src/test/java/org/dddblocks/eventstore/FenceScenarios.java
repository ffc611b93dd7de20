package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.dddblocks.eventstore.RawWriter.Step;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.testservers.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Interleavings of PostgreSQL's feed, step by step; a mutant fails the one it is about, each time. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class FenceScenarios {
    /** Long enough for a read to look twice, whatever the machine does meanwhile. */
    private static final int READS = 5;

    private final List<RawWriter> writers = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private DataSource source;
    private Database database;
    private FeedReader feed;
    private SplitFenceSql sql;
    private long last;
    private int test;

    private static final class OneDatabase {
        static final DataSource SOURCE = PostgresServer.freshDatabase().dataSource();
        static final AtomicInteger SCHEMAS = new AtomicInteger();
    }

    /** In which order a writer takes his steps. */
    List<Step> order() {
        return RawWriter.RIGHT;
    }

    /** How a reader looks. */
    SplitFenceSql sql(Database of) {
        return new SplitFenceSql(of, SplitFenceSql.RIGHT);
    }

    /** What reads. */
    FeedReader reader(Database of, FenceSql looks) {
        return new FenceFeed(of, looks, new FenceStalls(of, stall -> {}), new FenceWatch(), Duration.ofMillis(200));
    }

    /** What is done to the database before. */
    void prepare(Statement statement, String schema) throws SQLException {}

    /** One schema for all tests of a class: a new one for each would take most of the time. */
    @BeforeAll
    void install() throws SQLException {
        source = OneDatabase.SOURCE;
        String schema = "s" + OneDatabase.SCHEMAS.incrementAndGet();
        database = Database.over(source).schema(schema);
        database.install(JdbcEventStore.schema());
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            prepare(statement, schema);
        }
    }

    @BeforeEach
    void begin() {
        test++;
        seen.clear();
        last = database.transactions()
                .call(() ->
                        new CounterFeed(database).head(database.transactions().connection()));
        restartReader();
    }

    private void restartReader() {
        sql = sql(database);
        feed = reader(database, sql);
    }

    @AfterEach
    void end() throws SQLException {
        for (RawWriter writer : writers) {
            writer.close();
        }
        writers.clear();
    }

    private RawWriter writer(String stream) {
        try {
            return writer(source.getConnection(), stream);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private RawWriter writer(Connection connection, String stream) throws SQLException {
        RawWriter writer = new RawWriter(connection, database, order(), test + ":" + stream);
        writers.add(writer);
        return writer;
    }

    /** What a subscriber gets from one read. */
    private List<String> read() {
        return database.transactions().call(() -> read(database.transactions().connection()));
    }

    private List<String> read(Connection connection) {
        List<String> page = new ArrayList<>();
        for (StoredEvent event : feed.read(connection, last, 100)) {
            page.add(event.stream().id().split(":")[1] + event.version());
            last = event.position();
        }
        seen.addAll(page);
        return page;
    }

    private void readUntilTheEnd() {
        for (int i = 0; i < READS; i++) {
            read();
        }
    }

    @Test
    void an_event_behind_an_open_place_waits_and_both_come_once() throws SQLException {
        RawWriter a = writer("a").through(Step.POSITION);
        writer("b").commit();
        assertThat(read()).isEmpty();
        a.commit();
        readUntilTheEnd();
        assertThat(seen).containsExactly("a1", "b1");
    }

    @Test
    void an_open_place_is_waited_for_across_a_restart_of_the_reader() throws SQLException {
        writer("c").commit();
        RawWriter a = writer("a").through(Step.POSITION);
        writer("b").commit();
        read();
        restartReader();
        read();
        a.commit();
        readUntilTheEnd();
        assertThat(seen).containsExactly("c1", "a1", "b1");
    }

    @Test
    void a_transaction_that_began_before_another_one_committed_version_1_appends_version_2_behind_it()
            throws SQLException {
        RawWriter a = writer("s");
        for (int i = 0; i < order().indexOf(Step.STREAM); i++) {
            a.through(order().get(i));
        }
        writer("s").commit();
        assertThat(read()).isSubsetOf("s1");
        a.commit();
        readUntilTheEnd();
        assertThat(seen).containsExactly("s1", "s2");
    }

    @Test
    void positions_ascend_in_the_order_of_commits_whichever_connection_takes_them() throws SQLException {
        Connection one = source.getConnection();
        Connection two = source.getConnection();
        writer(one, "a").commit();
        writer(two, "s").commit();
        read();
        writer(one, "s").commit();
        readUntilTheEnd();
        assertThat(seen).containsExactly("a1", "s1", "s2");
    }

    @Test
    void what_happens_between_the_newest_event_and_the_locks_is_not_overlooked() throws SQLException {
        assertNothingIsLostBetween(0);
    }

    @Test
    void what_happens_between_the_locks_and_the_rows_is_not_shown_too_early() throws SQLException {
        assertNothingIsLostBetween(1);
    }

    private void assertNothingIsLostBetween(int gap) throws SQLException {
        writer("c").commit();
        RawWriter a = writer("a");
        sql.happens(gap, () -> {
            try {
                a.through(Step.POSITION);
                writer("b").commit();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        read();
        a.commit();
        readUntilTheEnd();
        assertThat(seen).containsExactly("c1", "a1", "b1");
    }

    @Test
    void a_reader_with_an_old_snapshot_is_refused_or_loses_nothing() throws SQLException {
        RawWriter a = writer("a").through(Step.POSITION);
        writer("b").commit();
        try (Connection old = source.getConnection()) {
            old.setAutoCommit(false);
            old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            readUnlessRefused(old);
            a.commit();
            readUnlessRefused(old);
            old.rollback();
        }
        readUntilTheEnd();
        assertThat(seen).containsExactly("a1", "b1");
    }

    private void readUnlessRefused(Connection old) {
        try {
            read(old);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContainingAll("repeatable read", "READ COMMITTED");
        }
    }

    @Test
    void a_pooled_connection_that_appends_without_a_pause_does_not_hold_up_the_feed() throws SQLException {
        Connection pooled = source.getConnection();
        RawWriter first = writer(pooled, "a").through(Step.POSITION);
        writer("b").commit();
        assertThat(read()).isEmpty();
        first.commit();
        RawWriter second = writer(pooled, "a").through(Step.POSITION);
        readUntilTheEnd();
        assertThat(seen).containsExactly("a1", "b1");
        second.commit();
        readUntilTheEnd();
        assertThat(seen).containsExactly("a1", "b1", "a2");
    }

    @Test
    void a_writer_who_ends_during_a_look_is_not_lost() throws SQLException {
        for (int gap = 0; gap < 2; gap++) {
            RawWriter a = writer("a" + gap + "-").through(Step.POSITION);
            writer("b" + gap + "-").commit();
            sql.happens(gap, () -> {
                try {
                    a.commit();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            readUntilTheEnd();
        }
        assertThat(seen).containsExactly("a0-1", "b0-1", "a1-1", "b1-1");
    }

    @Test
    void a_writer_who_changed_his_mind_leaves_nothing_to_wait_for() throws SQLException {
        RawWriter a = writer("a").through(Step.POSITION);
        writer("b").commit();
        assertThat(read()).isEmpty();
        a.rollback();
        assertThat(read()).containsExactly("b1");
    }

    @Test
    void the_head_waits_for_writers_in_flight_and_tells_who_does_not_end() throws SQLException {
        RawWriter a = writer("a").through(Step.POSITION);
        writer("b").commit();
        assertThatThrownBy(() -> database.transactions()
                        .call(() -> feed.head(database.transactions().connection())))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContainingAll("not ended", "Try again");
        a.commit();
        last = database.transactions()
                .call(() -> feed.head(database.transactions().connection()));
        RawWriter c = writer("c").through(Step.POSITION);
        c.commit();
        readUntilTheEnd();
        assertThat(seen).containsExactly("c1");
    }
}
