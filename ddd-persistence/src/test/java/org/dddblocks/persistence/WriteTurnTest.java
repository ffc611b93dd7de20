package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.dddblocks.persistence.spi.Jdbc;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To an H2 file one transaction writes at a time; nobody else's statement runs between its first one and its end. */
@Timeout(120)
class WriteTurnTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private Transactions one;
    private Transactions other;

    /** Two pools of one file, as two contexts of a process have them. */
    @BeforeEach
    void open() {
        one = Database.over(pool(60_000)).transactions();
        other = Database.over(pool(60_000)).transactions();
        run(one, "create table note (text varchar(20) primary key)");
    }

    private DataSource pool(int lockTimeout) {
        return JdbcConnectionPool.create(
                "jdbc:h2:file:" + folder.resolve("notes") + ";WRITE_DELAY=0;LOCK_TIMEOUT=" + lockTimeout, "", "");
    }

    private static void run(Transactions transactions, String sql) {
        transactions.run(() -> Jdbc.update(transactions.connection(), sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into note values ('other')",
                " Update note set text = 'x' where text = 'nobody'",
                "merge into note values ('other')",
                "select * from note for update",
                "select text from final table (insert into note values ('other'))",
                "/* first */ insert into note values ('other')"
            })
    void who_writes_waits_until_the_one_before_has_ended(String sql) throws Exception {
        Future<?>[] waiting = new Future<?>[1];
        one.run(() -> {
            write(one, "one");
            waiting[0] = aside(() -> execute(other, sql));
            assertWaits(waiting[0]);
        });
        waiting[0].get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobody_writes_while_a_transaction_is_being_ended(boolean committed) throws Exception {
        WatchedDataSource watched = new WatchedDataSource(pool(60_000), 1);
        Transactions ending = Database.over(watched).transactions();
        List<Future<?>> waiting = new ArrayList<>();
        WatchedDataSource.SetUp whileEnding = connection -> {
            waiting.add(aside(() -> write(other, "other")));
            assertWaits(waiting.get(0));
        };
        watched.during(committed ? "commit" : "rollback", whileEnding);

        try {
            ending.run(() -> {
                write(ending, "ended");
                if (!committed) {
                    throw new IllegalStateException("changed my mind");
                }
            });
        } catch (IllegalStateException expected) {
            assertThat(committed).isFalse();
        }
        waiting.get(0).get(60, TimeUnit.SECONDS);
        assertThat(read(one)).contains("other").hasSize(committed ? 2 : 1);
    }

    @Test
    void a_statement_that_commits_by_itself_waits_too() throws Exception {
        Database alone = Database.over(pool(60_000));
        Future<?>[] waiting = new Future<?>[1];
        one.run(() -> {
            write(one, "one");
            waiting[0] = CompletableFuture.supplyAsync(
                    () -> alone.alone(connection -> Jdbc.update(connection, "insert into note values (?)", "alone")));
            assertWaits(waiting[0]);
        });
        waiting[0].get(60, TimeUnit.SECONDS);
        assertThat(read(one)).containsExactlyInAnyOrder("alone", "one");
    }

    @Test
    void a_transaction_that_is_rolled_back_or_whose_commit_fails_gives_its_turn_back() throws Exception {
        assertThatThrownBy(() -> one.run(() -> {
                    write(one, "one");
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        aside(() -> write(other, "after a rollback")).get(60, TimeUnit.SECONDS);

        WatchedDataSource breaking = new WatchedDataSource(pool(60_000), 1);
        Transactions broken = Database.over(breaking).transactions();
        assertThatThrownBy(() -> broken.run(() -> {
                    write(broken, "broken");
                    breaking.breakBefore("commit", new SQLException("connection reset", "08006"));
                }))
                .isInstanceOf(CommitOutcomeUnknownException.class);
        aside(() -> write(other, "after a break")).get(60, TimeUnit.SECONDS);
    }

    @Test
    void reading_waits_for_nobody_and_a_transaction_that_only_read_keeps_nobody_waiting() throws Exception {
        one.run(() -> {
            write(one, "one");
            CompletableFuture.runAsync(() -> assertThat(read(other)).isEmpty()).get(60, TimeUnit.SECONDS);
        });
        one.run(() -> {
            assertThat(read(one)).containsExactly("one");
            aside(() -> write(other, "other")).get(60, TimeUnit.SECONDS);
        });
    }

    @Test
    void a_transaction_within_another_has_the_turn_of_its_thread_and_leaves_it_to_the_outer_one() throws Exception {
        Future<?>[] waiting = new Future<?>[1];
        one.run(() -> {
            write(one, "outer");
            one.callInNew(() -> {
                write(one, "inner");
                return true;
            });
            Savepoint before = one.connection().setSavepoint();
            write(one, "undone");
            one.connection().rollback(before);
            waiting[0] = aside(() -> write(other, "other"));
            assertWaits(waiting[0]);
        });
        waiting[0].get(60, TimeUnit.SECONDS);
        assertThat(read(one)).containsExactlyInAnyOrder("inner", "other", "outer");
    }

    @Test
    void who_waits_for_longer_than_the_lock_time_out_is_told_so_and_his_transaction_goes_on() throws Exception {
        Path file = folder.resolve("impatient");
        DataSource pool = JdbcConnectionPool.create("jdbc:h2:file:" + file + ";WRITE_DELAY=0;LOCK_TIMEOUT=100", "", "");
        Transactions impatient = Database.over(pool).transactions();
        run(impatient, "create table note (text varchar(20) primary key)");
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        Future<?> first = CompletableFuture.supplyAsync(() -> impatient.call(() -> {
            write(impatient, "first");
            written.countDown();
            return await().atMost(Duration.ofSeconds(60)).until(() -> refused.getCount() == 0, is -> is);
        }));
        written.await();

        impatient.run(() -> {
            assertThatThrownBy(() -> write(impatient, "second"))
                    .isInstanceOfSatisfying(
                            PersistenceException.class,
                            told -> assertThat(told.retryable()).isTrue())
                    .hasMessageContainingAll("[HYT00]", "only one does at a time", "LOCK_TIMEOUT");
            refused.countDown();
            first.get(60, TimeUnit.SECONDS);
            write(impatient, "third");
        });
        assertThat(read(impatient)).containsExactlyInAnyOrder("first", "third");
    }

    @Test
    void an_interrupted_thread_gets_its_turn_and_stays_interrupted() throws Exception {
        Future<?>[] waiting = new Future<?>[1];
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        one.run(() -> {
            write(one, "one");
            waiting[0] = aside(() -> {
                Thread.currentThread().interrupt();
                other.connection()
                        .prepareStatement("insert into note values ('other')")
                        .close();
                interrupted.complete(Thread.interrupted());
            });
            assertWaits(waiting[0]);
        });
        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void in_memory_transactions_write_beside_one_another() throws Exception {
        Notes notes = Notes.on(TestDatabase.H2);
        notes.transactions.run(() -> {
            notes.write("one");
            CompletableFuture.runAsync(() -> notes.transactions.run(() -> notes.write("other")))
                    .get(60, TimeUnit.SECONDS);
        });
        assertThat(notes.stored()).containsExactly("one", "other");
    }

    private Future<?> aside(Transactions.Action<Exception> work) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                other.run(work);
                return true;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void assertWaits(Future<?> waiting) {
        assertThatThrownBy(() -> waiting.get(SHORT.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
    }

    private static void write(Transactions transactions, String text) {
        Jdbc.update(transactions.connection(), "insert into note values (?)", text);
    }

    private static void execute(Transactions transactions, String sql) throws SQLException {
        try (var statement = transactions.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> read(Transactions transactions) {
        return transactions.call(
                () -> Jdbc.query(transactions.connection(), row -> row.getString(1), "select text from note"));
    }
}
