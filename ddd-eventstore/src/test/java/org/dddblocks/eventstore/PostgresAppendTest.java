package org.dddblocks.eventstore;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.CommitOutcomeUnknownException;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.spi.Jdbc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only PostgreSQL promises of an append: one round trip, whoever commits. */
class PostgresAppendTest {
    private final String url = TestDatabase.POSTGRESQL.freshUrl();
    private final Shop shop = Shop.at(url);
    private final JdbcEventStore store = shop.store;

    @AfterEach
    void close() {
        store.close();
        shop.close();
    }

    @Test
    void an_append_outside_a_transaction_is_one_round_trip_with_its_commit() {
        for (Expected expected : List.of(Expected.none(), Expected.exactly(1), Expected.any())) {
            store.append(Append.to(order("1"), expected, List.of(units(1))));
            assertThat(shop.dataSource.take()).as("%s", expected).hasSize(1);
        }
        store.append(Append.to(order("2"), Expected.none(), List.of(units(1), units(2)))
                .and(order("3"), Expected.any(), List.of(units(3)))
                .id(UUID.randomUUID()));
        assertThat(shop.dataSource.take()).hasSize(1);
    }

    @Test
    void an_append_in_a_transaction_is_one_round_trip_before_the_commit() throws Exception {
        shop.transactions.run(() -> store.append(order("1"), 0, List.of(units(1))));
        assertThat(shop.dataSource.take()).hasSize(2).endsWith("commit");

        try (Connection callers = shop.dataSource.getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = shop.transactions.adopt(callers)) {
                store.append(order("1"), 1, List.of(units(1)));
                assertThat(shop.dataSource.take()).hasSize(1);
                callers.commit();
                adopted.committed();
            }
            callers.setAutoCommit(true);
        }
    }

    @Test
    void a_pool_of_stricter_isolation_appends_at_read_committed_all_the_same() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(2);
        config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        try (HikariDataSource strict = new HikariDataSource(config);
                JdbcEventStore strictly =
                        JdbcEventStore.on(Database.over(strict).schema("ordering"), Shop.CODEC)) {
            strictly.append(order("1"), 0, List.of(units(1)));
            strictly.append(order("1"), 1, List.of(units(2)));
        }
        assertThat(shop.feed()).containsExactly(units(1), units(2));
    }

    @Test
    void an_append_that_the_server_cancels_is_known_not_to_be_stored() throws Exception {
        store.append(order("held"), 0, List.of(units(1)));
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Threads threads = new Threads()) {
            var holder = threads.start(() -> shop.transactions.call(() -> {
                store.lock(order("held"));
                held.countDown();
                return release.await(60, SECONDS);
            }));
            assertThat(held.await(60, SECONDS)).isTrue();
            var cancelled =
                    threads.start(() -> store.append(Append.to(order("held"), Expected.any(), List.of(units(2)))));
            Awaitility.await().atMost(60, SECONDS).until(this::cancelsWhoWaits);

            assertThatThrownBy(() -> cancelled.get(60, SECONDS))
                    .cause()
                    .isInstanceOf(PersistenceException.class)
                    .isNotInstanceOf(CommitOutcomeUnknownException.class)
                    .hasMessageContaining("57014");
            release.countDown();
            assertThat(holder.get(60, SECONDS)).isTrue();
        }
        assertThat(shop.feed()).containsExactly(units(1));
    }

    private boolean cancelsWhoWaits() {
        return shop.transactions.call(() -> !Jdbc.query(
                        shop.transactions.connection(),
                        row -> row.getBoolean(1),
                        "select pg_cancel_backend(pid) from pg_stat_activity"
                                + " where wait_event_type = 'Lock' and datname = current_database()")
                .isEmpty());
    }

    @Test
    void a_user_who_may_only_read_is_refused_at_the_first_write_with_the_remedy() throws Exception {
        shop.run("create role reader login");
        shop.run("grant usage on schema ordering to reader");
        shop.run("grant select on all tables in schema ordering to reader");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url.replaceAll("user=[^&]*", "user=reader"));
        config.setMaximumPoolSize(2);
        try (HikariDataSource readOnly = new HikariDataSource(config);
                JdbcEventStore reading =
                        JdbcEventStore.on(Database.over(readOnly).schema("ordering"), Shop.CODEC)) {
            assertThat(reading.version(order("1"))).isZero();
            assertThatThrownBy(() -> reading.append(order("1"), 0, List.of(placed("1"))))
                    .isInstanceOf(PersistenceException.class)
                    .hasMessageContainingAll("permission denied", "select, insert, update and delete on our tables");
        } finally {
            shop.run("drop owned by reader");
            shop.run("drop role reader");
        }
    }
}
