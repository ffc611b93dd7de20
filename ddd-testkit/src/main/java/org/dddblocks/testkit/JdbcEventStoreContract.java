package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.Append;
import org.dddblocks.eventstore.Appended;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.Expected;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.testkit.WatchedDataSource.Moment;
import org.dddblocks.testkit.model.AccountEvent.AccountOpened;
import org.dddblocks.testkit.model.AccountId;
import org.dddblocks.testkit.model.Models;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What an {@link EventStore} on JDBC promises besides: few round trips, all or nothing at a crash of any call, and a
 * caller's own connection.
 *
 * <pre>{@code
 * abstract class MyStoreContract extends JdbcEventStoreContract implements OnH2 {}
 * }</pre>
 */
public abstract class JdbcEventStoreContract extends EventStoreContract implements EmptyDatabase {
    private static final int MOST_STATEMENTS = 3;

    private @Nullable WatchedDataSource current;

    /** For subclasses. */
    protected JdbcEventStoreContract() {}

    @Override
    protected final EventStore emptyStore() {
        WatchedDataSource watched = WatchedDataSource.over(emptyDatabase());
        current = watched;
        Database database = Database.over(watched);
        database.install(JdbcEventStore.schema());
        return open(database);
    }

    /**
     * Opens the store under test.
     *
     * @param database with the tables of {@link JdbcEventStore#schema()}
     * @return the store, by default our own
     */
    protected EventStore open(Database database) {
        return JdbcEventStore.on(database, Models.codec());
    }

    record Unregistered() implements DomainEvent {}

    @Test
    void an_append_is_three_statements_at_most_and_a_commit() {
        store().append(STREAM, 0, List.of(OPENED));
        watched().forget();

        store().append(STREAM, 1, List.of(deposited(1), deposited(2), deposited(3)));

        assertThat(watched().statements()).hasSizeLessThanOrEqualTo(MOST_STATEMENTS);
        assertThat(watched().calls()).containsOnlyOnce("connect");
        assertThat(watched().openConnections()).isZero();
    }

    @Test
    void another_instance_reads_what_this_one_wrote() {
        store().append(STREAM, 0, List.of(OPENED, deposited(1)));

        assertThat(open(Database.over(watched())).read(STREAM)).isEqualTo(store().read(STREAM));
    }

    @Test
    void an_event_without_a_stored_name_is_refused_before_anything_is_written() {
        assertThatThrownBy(() -> store().append(STREAM, 0, List.of(OPENED, new Unregistered())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unregistered");
        assertThat(store().version(STREAM)).isZero();
    }

    @Test
    void a_crash_at_any_call_of_a_transaction_leaves_all_of_its_events_or_none() {
        int calls = countCalls();
        for (Moment moment : Moment.values()) {
            for (int k = 1; k <= calls; k++) {
                EventStore store = emptyStore();
                watched().breakAt(k, moment);
                boolean told = succeeds(store);
                assertThat(watched().isBroken()).as("call %d was made", k).isTrue();
                watched().mend();

                EventStore reopened = open(Database.over(watched()));
                List<Long> versions = List.of(reopened.version(STREAM), reopened.version(OTHER));
                assertThat(versions)
                        .as("crash %s call %d of %d", moment, k, calls)
                        .isIn(told ? List.of(List.of(2L, 1L)) : List.of(List.of(0L, 0L), List.of(2L, 1L)));
                assertThat(reopened.readFeed(0, 10).entries()).hasSize((int) (versions.get(0) + versions.get(1)));
            }
        }
    }

    private int countCalls() {
        EventStore store = emptyStore();
        watched().forget();
        assertThat(succeeds(store)).isTrue();
        return watched().calls().size();
    }

    private static boolean succeeds(EventStore store) {
        try {
            store.transactions().run(() -> {
                store.append(STREAM, 0, List.of(OPENED, deposited(1)));
                store.append(OTHER, 0, List.of(deposited(2)));
            });
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    @Test
    void on_a_callers_connection_the_caller_alone_commits() throws SQLException {
        try (Connection callers = watched().getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = store().transactions().adopt(callers)) {
                store().append(STREAM, 0, List.of(OPENED));
                assertThat(callers.getAutoCommit()).isFalse();
                assertThat(events(store().read(STREAM))).containsExactly(OPENED);
                callers.commit();
                adopted.committed();
            }
            assertThat(callers.isClosed()).isFalse();
        }
        assertThat(events(store().read(STREAM))).containsExactly(OPENED);
        assertThat(store().readFeed(0, 10).entries()).hasSize(1);
    }

    @Test
    void on_a_callers_connection_the_callers_rollback_leaves_nothing() throws SQLException {
        try (Connection callers = watched().getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = store().transactions().adopt(callers)) {
                store().append(STREAM, 0, List.of(OPENED));
                callers.rollback();
                adopted.rolledBack();
            }
        }
        assertThat(store().version(STREAM)).isZero();
        assertThat(store().append(STREAM, 0, List.of(OPENED)).version()).isEqualTo(1);
    }

    @Test
    void an_append_whose_answer_was_lost_is_stored_once_when_it_is_repeated_under_its_id() {
        Append append =
                Append.to(STREAM, Expected.any(), List.of(OPENED, deposited(1))).id(UUID.randomUUID());
        int calls = callsOf(append);
        for (Moment moment : Moment.values()) {
            for (int k = 1; k <= calls; k++) {
                EventStore store = emptyStore();
                watched().breakAt(k, moment);
                Optional<Appended> told = attempt(store, append);
                watched().mend();

                EventStore reopened = open(Database.over(watched()));
                Appended repeated = reopened.append(append);
                assertThat(repeated.version())
                        .as("broken %s call %d", moment, k)
                        .isEqualTo(2);
                told.ifPresent(first -> assertThat(repeated).isEqualTo(first));
                assertThat(reopened.readFeed(0, 10).entries()).hasSize(2);
            }
        }
    }

    private int callsOf(Append append) {
        EventStore store = emptyStore();
        watched().forget();
        assertThat(attempt(store, append)).isPresent();
        return watched().calls().size();
    }

    private static Optional<Appended> attempt(EventStore store, Append append) {
        try {
            return Optional.of(store.append(append));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    @Test
    void a_payload_of_10_mb_and_one_with_a_nul_come_back_identical_or_are_refused_before_anything_is_written() {
        for (String text : List.of("a\u0000b", "\u0000", "x".repeat(10_000_000), "\u0000".repeat(2_000_000))) {
            StreamId stream = new StreamId("account", "of-" + text.length());
            AccountOpened event = new AccountOpened(new AccountId(text));
            boolean stored;
            try {
                store().transactions().run(() -> store().append(stream, 0, List.of(event)));
                stored = true;
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContainingAll(stream.toString(), "it may have");
                stored = false;
            }
            assertThat(events(store().read(stream))).isEqualTo(stored ? List.of(event) : List.of());
            assertThat(stored || text.length() > 1_000_000)
                    .as("a short text is stored")
                    .isTrue();
        }
    }

    @Test
    void of_appends_aside_one_that_cannot_be_stored_harms_no_other() {
        int each = rounds(20);
        store().transactions()
                .run(() -> Jdbc.update(
                        store().transactions().connection(),
                        "alter table ddd_event add constraint nothing_bad check (stream_id <> 'bad')"));
        List<CompletableFuture<Appended>> good = new ArrayList<>();
        List<CompletableFuture<Appended>> bad = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            bad.add(aside("bad"));
            good.add(aside("good-" + i));
        }

        assertThat(good)
                .allSatisfy(result -> assertThat(end(result).value())
                        .extracting(Appended::version)
                        .isEqualTo(1L));
        assertThat(bad)
                .allSatisfy(result -> assertThat(end(result).failure()).isInstanceOf(PersistenceException.class));
        assertThat(feed()).hasSize(each);
        assertThat(store().version(new StreamId("account", "bad"))).isZero();
    }

    private CompletableFuture<Appended> aside(String stream) {
        return store().appendAsync(Append.to(new StreamId("account", stream), Expected.any(), List.of(deposited(1))))
                .toCompletableFuture();
    }

    @Test
    void an_append_to_any_version_is_three_statements_at_most_as_well() {
        for (DomainEvent event : List.of(OPENED, deposited(1))) {
            watched().forget();
            store().append(Append.to(STREAM, Expected.any(), List.of(event)));
            assertThat(watched().statements()).as("%s", event).hasSizeLessThanOrEqualTo(MOST_STATEMENTS);
        }
    }

    @Test
    void a_writer_with_an_old_snapshot_gets_a_conflict_that_ends_its_transaction() throws SQLException {
        store().append(STREAM, 0, List.of(OPENED));
        for (Expected expected : List.of(Expected.none(), Expected.exactly(1))) {
            try (Connection callers = watched().getConnection()) {
                callers.setAutoCommit(false);
                callers.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                try (AdoptedTransaction adopted = store().transactions().adopt(callers)) {
                    assertThat(store().version(STREAM)).isPositive();
                    Race.run(List.of(() -> store().append(Append.to(STREAM, Expected.any(), List.of(deposited(7))))));

                    assertThatThrownBy(() -> store().append(Append.to(STREAM, expected, List.of(deposited(9)))))
                            .isInstanceOfSatisfying(
                                    ConflictException.class,
                                    conflict -> assertThat(conflict.transactionUsable())
                                            .as("expecting %s", expected)
                                            .isFalse());
                    callers.rollback();
                    adopted.rolledBack();
                }
                assertThat(callers.getAutoCommit()).isFalse();
                assertThat(callers.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
                callers.rollback();
            }
        }
        assertThat(feed()).containsExactly(OPENED, deposited(7), deposited(7));
    }

    @Test
    void a_conflict_on_a_callers_connection_leaves_its_work_and_its_settings() throws SQLException {
        store().append(STREAM, 0, List.of(OPENED));
        try (Connection callers = watched().getConnection()) {
            callers.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            callers.setAutoCommit(false);
            int isolation = callers.getTransactionIsolation();
            try (AdoptedTransaction adopted = store().transactions().adopt(callers)) {
                store().append(OTHER, 0, List.of(deposited(1)));
                assertThatThrownBy(() -> store().append(
                                        Append.to(new StreamId("account", "44"), Expected.none(), List.of(deposited(2)))
                                                .and(STREAM, Expected.none(), List.of(deposited(3)))))
                        .isInstanceOfSatisfying(
                                ConflictException.class,
                                conflict ->
                                        assertThat(conflict.transactionUsable()).isTrue());
                store().append(STREAM, 1, List.of(deposited(4)));
                callers.commit();
                adopted.committed();
            }
            assertThat(callers.getAutoCommit()).isFalse();
            assertThat(callers.getTransactionIsolation()).isEqualTo(isolation);
            callers.rollback();
        }
        assertThat(feed()).containsExactlyInAnyOrder(OPENED, deposited(1), deposited(4));
        assertThat(store().version(new StreamId("account", "44"))).isZero();
    }

    @Test
    void a_store_without_its_tables_is_refused_with_the_remedy() {
        assertThatThrownBy(() -> JdbcEventStore.on(Database.over(emptyDatabase()), Models.codec()))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContainingAll(
                        "eventstore v1 is not installed", "Nothing was written", "database.install", "database.print");
    }

    private WatchedDataSource watched() {
        return Objects.requireNonNull(current, "emptyStore() was not called");
    }
}
