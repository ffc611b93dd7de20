package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.Database;
import org.dddblocks.testkit.WatchedDataSource.Moment;
import org.dddblocks.testkit.model.Models;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What an {@link EventStore} on JDBC promises besides: few round trips, all or nothing at a crash of any call, and a
 * caller's own connection.
 *
 * <pre>{@code
 * class H2EventStoreContractTest extends JdbcEventStoreContract implements OnH2 {}
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

    private WatchedDataSource watched() {
        return Objects.requireNonNull(current, "emptyStore() was not called");
    }
}
