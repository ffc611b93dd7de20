package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.FeedStall;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.testkit.model.AccountEvent.AccountOpened;
import org.dddblocks.testkit.model.AccountId;
import org.dddblocks.testkit.model.Models;
import org.dddblocks.testservers.CrashingPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An append in a transaction that was prepared for a two-phase commit: nobody's connection holds it any more, it outlives
 * the server's crash, and it then has another name among the locks. The feed waits for it all the same.
 */
@Timeout(900)
class PostgresPreparedAppendTest {
    private static final StreamId PREPARED = new StreamId("account", "prepared");
    private static final AccountOpened FIRST = opened(1);
    private static final AccountOpened SECOND = opened(2);
    private static final AccountOpened THIRD = opened(3);

    private CrashingPostgres server;
    private JdbcEventStore store;

    @BeforeEach
    void start() {
        server = CrashingPostgres.start(Map.of("max_prepared_transactions", "5"));
        Database database = Database.over(server.dataSource());
        database.install(JdbcEventStore.schema());
        store = JdbcEventStore.on(database, Models.codec());
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    @Test
    void a_prepared_append_is_waited_for_across_crashes_and_restarts_of_the_server() throws SQLException {
        prepare();
        assertStands();
        try (Connection victim = server.dataSource().getConnection()) {
            server.killProcessOf(victim); // the server recovers, and says that it is the same as before
        }
        assertStands();
        assertThat(holders()).singleElement().asString().startsWith("-1/");
        server.kill();
        server.restart();
        assertStands();
        server.restart();
        assertStands();
        Awaitility.await()
                .atMost(180, TimeUnit.SECONDS)
                .until(() -> store.feedStall().map(FeedStall::writers).stream().anyMatch(this::isPrepared));

        run("commit prepared 'two'");
        assertThat(feed(store)).containsExactly(FIRST, SECOND, THIRD);
        assertThat(feed(another())).containsExactly(FIRST, SECOND, THIRD);
        assertThat(store.feedStall()).isEmpty();
    }

    @Test
    void a_prepared_append_that_is_rolled_back_after_a_restart_leaves_nothing_to_wait_for() throws SQLException {
        prepare();
        assertStands();
        server.restart();
        assertStands();
        run("rollback prepared 'two'");
        assertThat(feed(store)).containsExactly(FIRST, THIRD);
        assertThat(store.version(PREPARED)).isZero();
        assertThat(store.append(PREPARED, 0, List.of(SECOND)).version()).isEqualTo(1);
        assertThat(feed(store)).containsExactly(FIRST, THIRD, SECOND);
    }

    /** The first event is committed, the second prepared, the third committed. */
    private void prepare() throws SQLException {
        store.append(EventStoreContract.STREAM, 0, List.of(FIRST));
        try (Connection callers = server.dataSource().getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = store.transactions().adopt(callers);
                    Statement statement = callers.createStatement()) {
                store.append(PREPARED, 0, List.of(SECOND));
                statement.execute("prepare transaction 'two'");
                adopted.rolledBack(); // nobody here knows its end
            }
        }
        store.append(EventStoreContract.STREAM, 1, List.of(THIRD));
    }

    /** For who has read before, and for who begins and knows of nothing that it is proven. */
    private void assertStands() {
        assertThat(feed(store)).isSubsetOf(FIRST);
        assertThat(feed(another())).isSubsetOf(FIRST);
    }

    private JdbcEventStore another() {
        return JdbcEventStore.on(Database.over(server.dataSource()), Models.codec());
    }

    private boolean isPrepared(List<String> writers) {
        return writers.equals(List.of("a prepared transaction, see pg_prepared_xacts"));
    }

    private static List<DomainEvent> feed(JdbcEventStore of) {
        return of.readFeed(0, 100).entries().stream()
                .map(entry -> entry.envelope().event())
                .toList();
    }

    private List<String> holders() {
        return store.transactions()
                .call(() -> Jdbc.query(
                        store.transactions().connection(),
                        row -> row.getString(1),
                        "select virtualtransaction from pg_locks where locktype = 'advisory'"));
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static AccountOpened opened(int number) {
        return new AccountOpened(new AccountId("a" + number));
    }
}
