package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.dddblocks.core.Money;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.EventStoreMetrics;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.eventstore.Projection;
import org.dddblocks.eventstore.ProjectionConfig;
import org.dddblocks.eventstore.ProjectionEngine;
import org.dddblocks.eventstore.ProjectionStatus;
import org.dddblocks.eventstore.ProjectionStatus.State;
import org.dddblocks.eventstore.Projections;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.testkit.model.AccountEvent.AccountOpened;
import org.dddblocks.testkit.model.AccountEvent.MoneyDeposited;
import org.dddblocks.testkit.model.AccountId;
import org.dddblocks.testkit.model.Models;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A projection's node dies at each of its calls: what a new one completes is the fold of the events. */
abstract class ProjectionCrashes implements EmptyDatabase {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Money THREE = Money.of("3.00", "GBP");

    private final Logger engine = (Logger) LoggerFactory.getLogger(ProjectionEngine.class);
    private DataSource dataSource;

    @BeforeEach
    void install() {
        engine.setLevel(Level.OFF); // hundreds of nodes complain before they die
        dataSource = emptyDatabase();
        Database database = Database.over(dataSource);
        database.install(JdbcEventStore.schema(), ProjectionEngine.schema());
        database.transactions()
                .run(() -> Jdbc.update(
                        database.transactions().connection(),
                        "create table balance (id varchar(50) primary key, deposits integer)"));
    }

    @AfterEach
    void speakAgain() {
        engine.setLevel(null);
    }

    /** Adds up, so that an event that is applied twice or left out shows. */
    private static final class Balances implements Projection {
        @Override
        public String name() {
            return "balances";
        }

        @Override
        public void on(FeedEntry entry, Connection connection) {
            String id = entry.envelope().stream().id();
            if (entry.envelope().event() instanceof AccountOpened) {
                Jdbc.update(connection, "insert into balance (id, deposits) values (?, 0)", id);
            } else {
                Jdbc.update(connection, "update balance set deposits = deposits + 1 where id = ?", id);
            }
        }

        @Override
        public void reset(Connection connection) {
            Jdbc.update(connection, "delete from balance");
        }
    }

    private static EventStore store(Database database) {
        return JdbcEventStore.on(database, Models.codec());
    }

    /** The same tables for each run: making them anew would take longer than all the rest. */
    private void givenFiveEvents(DataSource same) {
        Database database = Database.over(same);
        database.transactions().run(() -> {
            Connection connection = database.transactions().connection();
            for (String table : List.of("event", "stream", "checkpoint", "set_aside", "lease")) {
                Jdbc.update(connection, "delete from " + database.table(table));
            }
            Jdbc.update(connection, "delete from balance");
        });
        EventStore store = store(database);
        AccountId one = new AccountId("1");
        AccountId two = new AccountId("2");
        store.append(
                new StreamId("account", "1"),
                0,
                List.of(new AccountOpened(one), new MoneyDeposited(one, THREE), new MoneyDeposited(one, THREE)));
        store.append(new StreamId("account", "2"), 0, List.of(new AccountOpened(two), new MoneyDeposited(two, THREE)));
    }

    private static void thenItIsTheFold(DataSource same) {
        Database database = Database.over(same);
        List<String> rows = database.transactions()
                .call(() -> Jdbc.query(
                        database.transactions().connection(),
                        row -> row.getString(1) + ":" + row.getInt(2),
                        "select id, deposits from balance order by id"));
        assertThat(rows).containsExactly("1:2", "2:1");
    }

    private CrashEverywhere crashes() {
        return CrashEverywhere.on(() -> dataSource)
                .given(this::givenFiveEvents)
                .then(ProjectionCrashes::thenItIsTheFold);
    }

    @Test
    void a_run_by_hand_that_dies_at_any_of_its_calls_is_completed_by_the_next() {
        int calls = crashes()
                .node(node -> {
                    Database database = Database.over(node);
                    Projections.on(database, store(database)).catchUp(new Balances());
                })
                .run();
        assertThat(calls).isGreaterThan(15);
    }

    @Test
    void an_engine_that_dies_at_any_of_its_calls_is_completed_by_the_next() {
        int calls = crashes()
                .node(ProjectionCrashes::runEngine)
                .meanwhile(ProjectionCrashes::leasesExpire)
                .run();
        assertThat(calls).isGreaterThan(25);
    }

    /** Batches of three: five events take two transactions. */
    private static void runEngine(DataSource node) throws SQLException, InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        ProjectionConfig config = ProjectionConfig.builder()
                .batchSize(3)
                .lease(LONG)
                .pollEvery(LONG)
                .metrics(new EventStoreMetrics() {
                    @Override
                    public void projectionProgress(ProjectionStatus status) {
                        if (status.state() == State.LIVE) {
                            done.countDown();
                        }
                    }
                })
                .build();
        WatchedDataSource watched = node.unwrap(WatchedDataSource.class);
        Database database = Database.over(node);
        Projections projections = Projections.on(database, store(database));
        try (ProjectionEngine engine =
                ProjectionEngine.with(projections, config).add(new Balances())) {
            engine.start();
            for (int i = 0; !watched.isBroken() && !done.await(2, TimeUnit.MILLISECONDS); i++) {
                assertThat(i).as("two minutes at most").isLessThan(60_000);
            }
        }
    }

    private static void leasesExpire(DataSource same) {
        Database database = Database.over(same);
        database.transactions()
                .run(() -> Jdbc.update(
                        database.transactions().connection(),
                        "update " + database.table("lease") + " set expires_at = ?",
                        database.now().minusSeconds(1)));
    }
}
