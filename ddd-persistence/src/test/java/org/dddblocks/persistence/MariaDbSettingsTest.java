package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.testservers.MariaDbServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds on MariaDB whatever its driver is told, and what a server's settings forbid. */
@Tag("services")
class MariaDbSettingsTest {

    private static Database with(String... options) {
        return Database.over(TestDatabase.at(url(options)));
    }

    private static String url(String... options) {
        String url = MariaDbServer.freshDatabase();
        return url + (url.contains("?") ? "&" : "?") + String.join("&", options);
    }

    private static <T> List<T> read(Database database, Jdbc.RowReader<T> reader, String sql) {
        return database.transactions()
                .call(() -> Jdbc.query(database.transactions().connection(), reader, sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "useServerPrepStmts=false",
                "useServerPrepStmts=true",
                "timezone=+05:30",
                "connectionTimeZone=Asia/Tokyo&preserveInstants=true",
                "sessionVariables=time_zone='-07:00'",
                "useBulkStmts=true",
                "rewriteBatchedStatements=true",
                "useServerPrepStmts=true&useBulkStmts=true&allowMultiQueries=true"
            })
    void times_ids_texts_and_counts_are_the_same_whatever_the_url_says(String options) {
        Database database = with(options);
        Boxes.run(
                database,
                "create table t (id varbinary(40) primary key, at datetime(6), uid char(36), text longtext)"
                        + " character set utf8mb4");
        Instant at = Instant.parse("2026-03-29T01:30:00.123456Z");
        UUID uid = new UUID(7, 8);
        String text = "\u0000 \\ ' \" \ud83d\ude00 \r\n\t\u001a";
        database.transactions().run(() -> {
            List<Object[]> rows = Stream.of("Order-1", "order-1", "order-1 ", "\u00f6rder-1")
                    .map(id -> new Object[] {id, at, uid, text})
                    .toList();
            Jdbc.batch(database.transactions().connection(), "insert into t values (?, ?, ?, ?)", rows);
        });
        assertThat(read(
                        database,
                        row -> List.of(row.getString(1), Jdbc.instant(row, 2), Jdbc.uuid(row, "uid"), row.getString(4)),
                        "select id, at, uid, text from t"))
                .containsExactlyInAnyOrder(
                        List.of("Order-1", at, uid, text),
                        List.of("order-1", at, uid, text),
                        List.of("order-1 ", at, uid, text),
                        List.of("\u00f6rder-1", at, uid, text));
        assertThat(read(database, row -> row.getString(1), "select date_format(min(at), '%H:%i:%s.%f') from t"))
                .containsExactly("01:30:00.123456");
        assertThat(Duration.between(database.now(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void a_value_that_is_too_long_is_refused_and_never_cut() {
        Database database = with();
        Boxes.run(database, "create table t (id varbinary(3) primary key)");
        assertThatThrownBy(() -> Boxes.run(database, "insert into t values (?)", "four"))
                .isInstanceOfSatisfying(
                        PersistenceException.class,
                        e -> assertThat(e.sqlState()).isEqualTo("22001"))
                .hasMessageNotContaining("four");
        assertThat(read(database, row -> row.getString(1), "select id from t")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sessionVariables=sql_mode='NO_ENGINE_SUBSTITUTION'",
                "useAffectedRows=true",
            })
    void settings_under_which_a_promise_would_not_hold_are_refused_at_start(String option) {
        assertThatThrownBy(() -> with(option))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContaining("This MariaDB cannot be used as it is set up");
    }

    @Test
    void a_payload_that_the_server_does_not_take_is_refused_before_the_commit_and_not_tried_again() {
        Database database = with();
        Boxes.run(database, "create table t (id int primary key, text longtext)");
        String most = "x".repeat(10_000_000);
        Boxes.run(database, "insert into t values (1, ?)", most);
        assertThatThrownBy(() -> database.transactions().run(() -> {
                    Connection connection = database.transactions().connection();
                    Jdbc.update(connection, "insert into t values (2, 'first')");
                    Jdbc.update(connection, "insert into t values (3, ?)", "x".repeat(17_000_000));
                }))
                .isInstanceOfSatisfying(
                        PersistenceException.class,
                        e -> assertThat(e.retryable()).isFalse())
                .hasMessageContaining("max_allowed_packet");
        assertThat(read(database, row -> row.getString(2).length(), "select id, text from t"))
                .containsExactly(most.length());
    }

    @Test
    void our_transactions_are_read_committed_and_the_pool_gets_its_own_isolation_back() throws SQLException {
        WatchedDataSource pool = new WatchedDataSource(TestDatabase.at(url()), 1);
        AtomicBoolean repeatable = new AtomicBoolean();
        pool.atReturn = connection ->
                repeatable.set(connection.getTransactionIsolation() == Connection.TRANSACTION_REPEATABLE_READ);
        Database database = Database.over(pool);
        assertThat(read(database, row -> row.getString(1), "select @@tx_isolation"))
                .containsExactly("READ-COMMITTED");
        assertThat(repeatable).isTrue();
    }

    @Test
    void a_transaction_that_lies_idle_is_ended_by_the_server_and_the_session_is_as_it_was_before() throws Exception {
        DataSource dataSource = TestDatabase.at(url("sessionVariables=idle_transaction_timeout=77"));
        WatchedDataSource pool = new WatchedDataSource(dataSource, 1);
        StringBuilder atReturn = new StringBuilder();
        pool.atReturn = connection -> {
            try (var rows = connection.createStatement().executeQuery("select @@idle_transaction_timeout")) {
                rows.next();
                atReturn.append(rows.getInt(1));
            }
        };
        Database database = Database.over(pool);
        atReturn.setLength(0);
        database.transactions().run(() -> {
            Connection connection = database.transactions().connection();
            database.dialect().endWhenIdle(connection, Duration.ofMillis(100));
            database.dialect().endWhenIdle(connection, Duration.ofMillis(1500));
            assertThat(Jdbc.query(connection, row -> row.getInt(1), "select @@idle_transaction_timeout"))
                    .containsExactly(2);
        });
        assertThat(atReturn).hasToString("77");

        pool.atReturn = connection -> {};
        Boxes.run(database, "create table t (id int primary key)");
        CountDownLatch inserted = new CountDownLatch(1);
        CountDownLatch resume = new CountDownLatch(1);
        CompletableFuture<Void> paused =
                CompletableFuture.runAsync(() -> database.transactions().run(() -> {
                    Connection connection = database.transactions().connection();
                    database.dialect().endWhenIdle(connection, Duration.ofMillis(900));
                    Jdbc.update(connection, "insert into t values (1)");
                    inserted.countDown();
                    await(resume);
                }));
        await(inserted);
        Database other = Database.over(dataSource);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            try {
                Boxes.run(other, "insert into t values (1)"); // waits for the paused one's row
                return true;
            } catch (PersistenceException e) {
                return false;
            }
        });
        resume.countDown();
        assertThatThrownBy(() -> paused.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(PersistenceException.class);
        assertThat(read(other, row -> row.getInt(1), "select count(*) from t")).containsExactly(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_lock_that_is_not_to_be_had_in_time_is_typed_and_leaves_the_transaction_usable() throws Exception {
        Database database = with("sessionVariables=innodb_lock_wait_timeout=1");
        Boxes.run(database, "create table t (id int primary key, n int)");
        Boxes.run(database, "insert into t values (1, 0), (2, 0)");
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Void> holder =
                CompletableFuture.runAsync(() -> database.transactions().run(() -> {
                    Jdbc.update(database.transactions().connection(), "update t set n = 1 where id = 1");
                    held.countDown();
                    await(release);
                }));
        await(held);
        database.transactions().run(() -> {
            Connection connection = database.transactions().connection();
            Jdbc.update(connection, "update t set n = 2 where id = 2");
            assertThatThrownBy(() -> Jdbc.update(connection, "update t set n = 3 where id = 1"))
                    .isInstanceOfSatisfying(PersistenceException.class, e -> {
                        assertThat(e.sqlState()).isEqualTo("HYT00");
                        assertThat(e.retryable()).isTrue();
                    })
                    .hasMessageContaining("keep transactions short");
        });
        release.countDown();
        holder.get(60, TimeUnit.SECONDS);
        assertThat(read(database, row -> row.getInt(1), "select n from t order by id"))
                .containsExactly(1, 2);
    }

    @Test
    void a_row_that_changed_since_a_kept_snapshot_ends_the_transaction_typed() throws SQLException {
        DataSource dataSource = TestDatabase.at(url("sessionVariables=innodb_snapshot_isolation=1"));
        Database database = Database.over(dataSource);
        Boxes.run(database, "create table t (id int primary key, n int)");
        Boxes.run(database, "insert into t values (1, 0)");
        try (Connection callers = dataSource.getConnection()) {
            callers.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = database.transactions().adopt(callers)) {
                Connection connection = database.transactions().connection();
                Jdbc.query(connection, row -> row.getInt(1), "select n from t");
                CompletableFuture.runAsync(() -> Boxes.run(Database.over(dataSource), "update t set n = 5"))
                        .orTimeout(120, TimeUnit.SECONDS)
                        .join();
                assertThatThrownBy(() -> Jdbc.update(connection, "update t set n = 6 where n = 0"))
                        .isInstanceOfSatisfying(
                                PersistenceException.class,
                                e -> assertThat(e.sqlState()).isEqualTo("40001"));
                assertThatThrownBy(() -> database.transactions().connection()).hasMessageContaining("Roll it back");
                callers.rollback();
                adopted.rolledBack();
            }
        }
    }

    @Test
    void what_mariadb_says_of_a_duplicate_key_or_a_wrong_statement_quotes_no_value() {
        Database database = with();
        Boxes.run(database, "create table t (id varchar(50) primary key)");
        Boxes.run(database, "insert into t values (?)", "secret' for key 'x");
        assertThatThrownBy(() -> Boxes.run(database, "insert into t values (?)", "secret' for key 'x"))
                .isInstanceOfSatisfying(
                        PersistenceException.class,
                        e -> assertThat(e.sqlState()).isEqualTo("23505"))
                .hasStackTraceContaining("Duplicate entry for key 'PRIMARY'")
                .satisfies(e -> assertThat(trace(e)).doesNotContain("secret"));
        assertThatThrownBy(() -> Boxes.run(database, "insert intoo t values (?)", "secret"))
                .satisfies(e -> assertThat(trace(e)).doesNotContain("secret"));
    }

    private static String trace(Throwable thrown) {
        var text = new java.io.StringWriter();
        thrown.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
