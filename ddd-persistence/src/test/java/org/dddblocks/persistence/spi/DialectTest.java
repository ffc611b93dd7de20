package org.dddblocks.persistence.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.OnEachDatabase;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.TestDatabase;
import org.dddblocks.persistence.Transactions;

class DialectTest {
    private static final List<String> COLUMNS = List.of("id", "position");

    private static Database withTable(TestDatabase kind) {
        Database database = Database.over(kind.fresh());
        inside(
                database,
                connection ->
                        Jdbc.update(connection, "create table t (id int primary key, position bigint, closed bigint)"));
        return database;
    }

    @OnEachDatabase
    void the_running_clock_advances_within_a_transaction_and_is_cut_to_the_microsecond(TestDatabase kind) {
        Database database = withTable(kind);
        inside(database, connection -> {
            Instant first = database.now();
            Instant later = first;
            while (!later.isAfter(first)) {
                later = database.now();
            }
            assertThat(first.getNano() % 1_000).isZero();
            assertThat(Duration.between(first, Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
        });
    }

    @OnEachDatabase
    void an_insert_of_a_known_key_inserts_nothing_and_the_transaction_goes_on(TestDatabase kind) {
        Database database = withTable(kind);
        Dialect dialect = database.dialect();
        inside(database, connection -> {
            assertThat(dialect.insertIfAbsent(connection, "t", COLUMNS, 1, 10)).isOne();
            assertThat(dialect.insertIfAbsent(connection, "t", COLUMNS, 1, 11)).isZero();
            assertThat(dialect.insertIfAbsentStamped(connection, "t", COLUMNS, 2, 20))
                    .isPresent();
            assertThat(dialect.insertIfAbsentStamped(connection, "t", COLUMNS, 2, 21))
                    .isEmpty();
        });
        inside(
                database,
                connection -> assertThat(
                                Jdbc.query(connection, row -> row.getLong(1), "select position from t order by id"))
                        .containsExactly(10L, 20L));
    }

    @OnEachDatabase
    void counting_begins_with_the_amount_goes_on_from_there_and_stops_where_it_is_forbidden(TestDatabase kind) {
        Database database = withTable(kind);
        inside(database, connection -> {
            Instant before = database.now();
            assertThat(count(database, connection, 2)).hasValueSatisfying(first -> {
                assertThat(first.value()).isEqualTo(2);
                assertThat(first.at()).isBetween(before, database.now());
            });
            assertThat(count(database, connection, 3))
                    .map(Dialect.Counted::value)
                    .contains(5L);
            Jdbc.update(connection, "update t set closed = 1");
            assertThat(count(database, connection, 1)).isEmpty();
        });
        inside(
                database,
                connection -> assertThat(Jdbc.query(connection, row -> row.getLong(1), "select position from t"))
                        .containsExactly(5L));
    }

    private static Optional<Dialect.Counted> count(Database database, Connection connection, long amount) {
        return database.dialect().count(connection, "t", List.of("id"), "position", "t.closed is not null", amount, 1);
    }

    @OnEachDatabase
    void an_insert_waits_for_the_transaction_that_inserted_the_key_first(TestDatabase kind) throws Exception {
        Database database = withTable(kind);
        CountDownLatch inserted = new CountDownLatch(1);
        CompletableFuture<Integer> second = new CompletableFuture<>();
        inside(database, connection -> {
            database.dialect().insertIfAbsent(connection, "t", COLUMNS, 1, 10);
            new Thread(() -> inside(database, other -> {
                        inserted.countDown();
                        second.complete(database.dialect().insertIfAbsent(other, "t", COLUMNS, 1, 11));
                    }))
                    .start();
            assertThat(inserted.await(120, TimeUnit.SECONDS)).isTrue();
            assertThat(second.isDone()).isFalse();
        });
        assertThat(second.get(60, TimeUnit.SECONDS)).isZero();
    }

    @OnEachDatabase
    void an_update_tells_its_time_or_its_new_value_or_that_nothing_was_hit(TestDatabase kind) {
        Database database = withTable(kind);
        Dialect dialect = database.dialect();
        String update = "update t set position = position + ? where id = ?";
        inside(database, connection -> {
            dialect.insertIfAbsent(connection, "t", COLUMNS, 1, 10);
            assertThat(dialect.updateReturning(connection, "position", update, 5, 1))
                    .contains(15L);
            assertThat(dialect.updateReturning(connection, "position", update, 5, 2))
                    .isEmpty();
            assertThat(dialect.updateStamped(connection, update, 5, 1)).isPresent();
            assertThat(dialect.updateStamped(connection, update, 5, 2)).isEmpty();
        });
    }

    @OnEachDatabase
    void tables_are_found_with_and_without_their_schema(TestDatabase kind) {
        Database database = withTable(kind);
        inside(database, connection -> {
            String schema = (connection.getSchema() == null ? connection.getCatalog() : connection.getSchema())
                    .toLowerCase(java.util.Locale.ROOT);
            assertThat(database.dialect().tableExists(connection, "t")).isTrue();
            assertThat(database.dialect().tableExists(connection, schema + ".t"))
                    .isTrue();
            assertThat(database.dialect().tableExists(connection, "elsewhere.t"))
                    .isFalse();
            assertThat(database.dialect().tableExists(connection, "missing")).isFalse();
        });
    }

    @OnEachDatabase
    void a_deadlock_ends_one_transaction_which_cannot_commit_even_if_the_error_is_swallowed(TestDatabase kind)
            throws Exception {
        Database database = withTable(kind);
        inside(database, connection -> {
            database.dialect().insertIfAbsent(connection, "t", COLUMNS, 1, 0);
            database.dialect().insertIfAbsent(connection, "t", COLUMNS, 2, 0);
        });
        CountDownLatch bothHold = new CountDownLatch(2);
        CompletableFuture<Throwable> one = crossing(database, bothHold, 1, 2);
        CompletableFuture<Throwable> two = crossing(database, bothHold, 2, 1);
        List<Throwable> ends = List.of(one.get(120, TimeUnit.SECONDS), two.get(120, TimeUnit.SECONDS));
        assertThat(ends).filteredOn(end -> end instanceof PersistenceException).hasSize(1);
        inside(
                database,
                connection -> assertThat(Jdbc.query(connection, row -> row.getLong(1), "select sum(position) from t"))
                        .containsExactly(2L));
    }

    /** Updates two rows, swallows any error, and then writes once more, as careless code does. */
    private static CompletableFuture<Throwable> crossing(
            Database database, CountDownLatch bothHold, int first, int second) {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        String update = "update t set position = position + 1 where id = ?";
        new Thread(() -> {
                    try {
                        inside(database, connection -> {
                            Jdbc.update(connection, update, first);
                            bothHold.countDown();
                            assertThat(bothHold.await(120, TimeUnit.SECONDS)).isTrue();
                            PersistenceException swallowed = catchThrowableOfType(
                                    PersistenceException.class, () -> Jdbc.update(connection, update, second));
                            if (swallowed != null && !database.dialect().name().equals("postgresql")) {
                                Jdbc.update(connection, "update t set position = position + 100");
                            }
                        });
                        end.complete(new Throwable("committed"));
                    } catch (Throwable e) {
                        end.complete(e);
                    }
                })
                .start();
        return end;
    }

    private static void inside(Database database, WithConnection work) {
        Transactions transactions = database.transactions();
        try {
            transactions.run(() -> work.on(transactions.connection()));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private interface WithConnection {
        void on(Connection connection) throws SQLException, InterruptedException;
    }
}
