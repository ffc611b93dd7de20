package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.testkit.model.AccountEvent.AccountOpened;
import org.dddblocks.testkit.model.AccountId;
import org.dddblocks.testkit.model.Models;
import org.dddblocks.testservers.CrashingPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * After a crash PostgreSQL hands out positions again that were taken by transactions which never committed: what the log
 * of the server says of them was not on the disk. Whoever believed that he had come so far would never see the events that
 * get them.
 */
@Timeout(300)
class PositionsAfterCrashTest {
    /** The server writes its log ahead in portions of 32 positions: more than that many may come again. */
    private static final int TAKEN = 100;

    private static final int ROUNDS = 5;
    private static final AccountOpened OPENED = new AccountOpened(new AccountId("42"));
    private static final AtomicInteger STREAMS = new AtomicInteger();

    private static CrashingPostgres server;
    private static Database database;
    private static JdbcEventStore store;

    private final List<String> seen = new ArrayList<>();
    private long last;

    /** Nothing but a commit writes the log to the disk, for longer than the test needs it to. */
    @BeforeAll
    static void start() {
        server = CrashingPostgres.start(Map.of(
                "wal_writer_delay",
                "10s",
                "bgwriter_lru_maxpages",
                "0",
                "autovacuum",
                "off",
                "checkpoint_timeout",
                "1h"));
        database = Database.over(server.dataSource());
        database.install(JdbcEventStore.schema());
        store = JdbcEventStore.on(database, Models.codec());
    }

    @AfterAll
    static void stop() {
        store.close();
        server.close();
    }

    @Test
    void a_reader_is_never_ahead_of_positions_that_a_crash_makes_free_again() {
        assertNobodyIsAhead(FenceSql::new);
    }

    @Test
    void a_reader_who_takes_the_last_value_of_the_sequence_for_his_position_is_found_out() {
        assertThatThrownBy(() -> assertNobodyIsAhead(LastValue::new))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ahead of positions that come again");
    }

    @Test
    void what_was_read_before_a_restart_is_shown_by_the_first_read_after_it() {
        append();
        FeedReader reader = reader(FenceSql::new);
        read(reader);
        List<String> all = List.copyOf(seen);
        assertThat(all).isEqualTo(written());
        server.restart();
        last = 0;
        seen.clear();
        read(reader);
        assertThat(seen).as("at once, and not by a second read").isEqualTo(all);
    }

    /** Until it happened: if the server chanced to write its log at the wrong moment, the round showed nothing. */
    private void assertNobodyIsAhead(Function<Database, FenceSql> looks) {
        seen.addAll(written());
        last = lastPosition();
        boolean cameAgain = false;
        for (int round = 0; round < ROUNDS && !cameAgain; round++) {
            FeedReader reader = reader(looks);
            append();
            read(reader);
            takePositionsAndChangeMind();
            read(reader);
            long head = inTransaction(connection -> reader.head(connection));
            long before = lastValue();
            server.kill();
            server.restart();
            cameAgain = lastValue() < before;
            assertThat(List.of(last, head))
                    .as("a position, ahead of positions that come again")
                    .allMatch(position -> position <= lastValue());
            append();
            append();
            read(reader); // who lived on
            read(reader(looks)); // who was started again from his last position
            assertThat(seen).as("round %d", round).containsExactlyElementsOf(written());
        }
        assertThat(cameAgain).as("positions came again").isTrue();
    }

    private static FeedReader reader(Function<Database, FenceSql> looks) {
        return new FenceFeed(
                database,
                looks.apply(database),
                new FenceStalls(database, stall -> {}),
                new FenceWatch(),
                Duration.ofSeconds(60));
    }

    private void read(FeedReader reader) {
        List<StoredEvent> page = inTransaction(connection -> reader.read(connection, last, 1000));
        for (StoredEvent event : page) {
            seen.add(event.stream().id());
            last = event.position();
        }
    }

    private void append() {
        store.append(stream(), 0, List.of(OPENED));
    }

    private StreamId stream() {
        return new StreamId("account", "s" + STREAMS.incrementAndGet());
    }

    private void takePositionsAndChangeMind() {
        assertThatThrownBy(() -> store.transactions().run(() -> {
                    store.append(stream(), 0, Collections.nCopies(TAKEN, OPENED));
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
    }

    private long lastPosition() {
        return inTransaction(connection -> new CounterFeed(database).head(connection));
    }

    private long lastValue() {
        return inTransaction(connection -> Jdbc.query(
                        connection, row -> row.getLong(1), "select last_value from " + database.table("event_position"))
                .get(0));
    }

    private List<String> written() {
        return inTransaction(connection -> Jdbc.query(
                connection,
                row -> row.getString(1),
                "select stream_id from " + database.table("event") + " order by position"));
    }

    private interface OnConnection<T> {
        T call(Connection connection);
    }

    private static <T> T inTransaction(OnConnection<T> work) {
        return database.transactions()
                .call(() -> work.call(database.transactions().connection()));
    }

    /** Believes the sequence, where it should ask for the newest event that was committed. */
    private static final class LastValue extends FenceSql {
        private final String lastValue;

        LastValue(Database database) {
            super(database);
            lastValue = "select last_value from " + database.table("event_position");
        }

        @Override
        FenceLook look(Connection connection, long open, long after, long upTo, int limit) {
            long newest =
                    Jdbc.query(connection, row -> row.getLong(1), lastValue).get(0);
            FenceLook look = super.look(connection, Math.min(open, 0), after, upTo, limit);
            return new FenceLook(
                    look.server(),
                    look.isolation(),
                    look.at(),
                    newest,
                    look.complete(),
                    look.holders(),
                    look.own(),
                    look.took(),
                    look.rows());
        }
    }
}
