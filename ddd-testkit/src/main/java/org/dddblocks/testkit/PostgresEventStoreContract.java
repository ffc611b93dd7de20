package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.FeedStall;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.testkit.model.Models;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an {@link EventStore} on PostgreSQL promises besides: writers do not wait for each other, and the feed waits for
 * those who have a place in it and have not ended, for nobody else.
 *
 * <pre>{@code
 * class PostgresEventStoreContractTest extends PostgresEventStoreContract implements OnPooledPostgres {}
 * }</pre>
 */
public abstract class PostgresEventStoreContract extends JdbcEventStoreContract {
    private @Nullable DataSource current;
    private EventStore store = InMemoryEventStore.create();

    /** For subclasses. */
    protected PostgresEventStoreContract() {}

    @BeforeEach
    void install() {
        DataSource source = emptyDatabase();
        current = source;
        Database database = Database.over(source);
        database.install(JdbcEventStore.schema());
        store = open(database);
    }

    private DataSource source() {
        return Objects.requireNonNull(current);
    }

    /** As another process does. */
    private EventStore another() {
        return open(Database.over(source()));
    }

    private static List<DomainEvent> events(FeedPage page) {
        return page.entries().stream().map(entry -> entry.envelope().event()).toList();
    }

    @Test
    void two_writers_do_not_wait_for_each_other_and_the_feed_shows_the_first_place_first() {
        try (OpenTransaction a =
                OpenTransaction.after(store.transactions(), () -> store.append(STREAM, 0, List.of(OPENED)))) {
            store.append(OTHER, 0, List.of(deposited(1)));
            assertThat(store.readFeed(0, 10).entries()).isEmpty();
            assertThat(another().readFeed(0, 10).entries()).isEmpty();
            a.commit();
        }
        assertThat(events(store.readFeed(0, 10))).containsExactly(OPENED, deposited(1));
        assertThat(events(another().readFeed(0, 10))).containsExactly(OPENED, deposited(1));
    }

    @Test
    void an_open_append_holds_up_what_comes_after_it_and_nothing_before() {
        store.append(OTHER, 0, List.of(deposited(1)));
        assertThat(events(store.readFeed(0, 10))).containsExactly(deposited(1));
        try (OpenTransaction a =
                OpenTransaction.after(store.transactions(), () -> store.append(STREAM, 0, List.of(OPENED)))) {
            store.append(OTHER, 1, List.of(deposited(2)));
            FeedPage before = store.readFeed(0, 10);
            assertThat(events(before)).containsExactly(deposited(1));
            a.rollBack();
            assertThat(events(store.readFeed(before.position(), 10))).containsExactly(deposited(2));
        }
    }

    @Test
    void a_writer_who_does_not_end_is_named_with_the_time_since_when() {
        assertThat(stall()).isEmpty();
        Instant before = Instant.now().minusSeconds(60);
        try (OpenTransaction stalled =
                OpenTransaction.after(store.transactions(), () -> store.append(STREAM, 0, List.of(OPENED)))) {
            store.append(OTHER, 0, List.of(deposited(1)));
            awaitStall();
            FeedStall stall = stall().get(0);
            assertThat(stall.writers()).singleElement().asString().contains("process", "idle in transaction");
            assertThat(stall.since()).isBetween(before, Instant.now().plusSeconds(60));
            stalled.rollBack();
        }
        assertThat(stall()).isEmpty();
        assertThat(events(store.readFeed(0, 10))).containsExactly(deposited(1));
    }

    private void awaitStall() {
        long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (stall().isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        assertThat(stall()).hasSize(1);
    }

    private List<FeedStall> stall() {
        return ((JdbcEventStore) store).feedStall().stream().toList();
    }

    @Test
    void the_feed_is_refused_to_a_transaction_that_would_see_it_through_an_old_snapshot() throws SQLException {
        store.append(STREAM, 0, List.of(OPENED));
        try (Connection callers = source().getConnection()) {
            callers.setAutoCommit(false);
            callers.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try (AdoptedTransaction adopted = store.transactions().adopt(callers)) {
                assertThatThrownBy(() -> store.readFeed(0, 10))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContainingAll("repeatable read", "READ COMMITTED");
                callers.rollback();
                adopted.rolledBack();
            }
        }
        assertThat(events(store.readFeed(0, 10))).containsExactly(OPENED);
    }

    @Test
    void a_sequence_that_would_mix_up_the_feed_is_refused_when_a_store_is_made() throws SQLException {
        assertRefused("alter sequence ddd_event_position cache 20", "CACHE 20", "cache 1");
        assertRefused("alter sequence ddd_event_position cache 1 increment 2", "INCREMENT 2");
        run("alter sequence ddd_event_position increment 1");
        assertRefused("create table guest (id bigint default nextval('ddd_event_position'))", "default", "its own");
        run("drop table guest");
        store.append(STREAM, 0, List.of(OPENED, deposited(1)));
        assertRefused("select setval('ddd_event_position', 1)", "position 2", "setval");
    }

    private void assertRefused(String change, String... words) throws SQLException {
        run(change);
        assertThatThrownBy(this::another)
                .isInstanceOf(PersistenceException.class)
                .hasMessageContainingAll(words);
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_store_without_its_tables_is_refused_with_the_call_that_makes_them() {
        Database bare = Database.over(source()).prefix("none_");
        assertThatThrownBy(() -> JdbcEventStore.on(bare, Models.codec()))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContaining("database.install");
    }
}
