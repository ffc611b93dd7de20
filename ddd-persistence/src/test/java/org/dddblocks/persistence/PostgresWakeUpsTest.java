package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.persistence.spi.WakeUps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresWakeUpsTest {
    private static final Duration LONG = Duration.ofSeconds(120);

    private final DataSource dataSource = TestDatabase.POSTGRESQL.fresh();
    private final Database here = Database.over(dataSource);
    private final Database there = Database.over(dataSource);
    private final PostgresWakeUps ours = PostgresWakeUps.start(here, dataSource);
    private final PostgresWakeUps theirs = PostgresWakeUps.start(there, dataSource);

    @AfterEach
    void close() {
        ours.close();
        theirs.close();
        await().atMost(LONG).until(() -> listening() == 0);
    }

    private int listening() {
        return here.transactions()
                .call(() -> Jdbc.query(
                                here.transactions().connection(),
                                row -> row.getInt(1),
                                "select count(*) from pg_stat_activity where query like 'listen ddd%'")
                        .get(0));
    }

    /** As the network or an administrator does it. */
    private void killListeners() {
        here.transactions()
                .run(() -> Jdbc.query(
                        here.transactions().connection(),
                        row -> row.getBoolean(1),
                        "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen ddd%'"));
    }

    private void awaitListening() throws InterruptedException {
        await().atMost(LONG).until(() -> listening() == 2);
        passFirstWakeUp(here, there);
        passFirstWakeUp(there, here);
    }

    /** Whoever listens anew wakes everybody, since something may have been missed: what comes second comes after that. */
    private static void passFirstWakeUp(Database from, Database to) throws InterruptedException {
        try (WakeUps.Listener marker = to.wakeUps().listen("marker")) {
            for (int i = 0; i < 2; i++) {
                from.wakeUps().signal("marker");
                assertThat(marker.await(LONG)).isTrue();
            }
        }
    }

    @Test
    void a_signal_reaches_another_node_after_the_commit_and_never_after_a_rollback() throws InterruptedException {
        awaitListening();
        try (WakeUps.Listener rows = there.wakeUps().listen("s.rows")) {
            assertThatThrownBy(() -> here.transactions().run(() -> {
                        here.wakeUps().signal("s.rows");
                        throw new IllegalStateException("x");
                    }))
                    .hasMessage("x");
            assertThat(rows.await(Duration.ofMillis(200))).isFalse();
            here.transactions().run(() -> {
                here.wakeUps().signal("s.rows");
                assertThat(rows.await(Duration.ofMillis(100))).isFalse();
            });
            assertThat(rows.await(LONG)).isTrue();
        }
    }

    @Test
    void a_node_is_not_woken_twice_by_itself() throws InterruptedException {
        awaitListening();
        AtomicInteger here1 = new AtomicInteger();
        AtomicInteger there1 = new AtomicInteger();
        try (WakeUps.Listener mine = here.wakeUps().listen("rows", here1::incrementAndGet);
                WakeUps.Listener other = there.wakeUps().listen("rows", there1::incrementAndGet)) {
            for (int i = 0; i < 500; i++) {
                here.wakeUps().signal("rows");
            }
            assertThat(other.await(LONG)).isTrue();
            assertThat(mine.await(LONG)).isTrue();
            other.await(Duration.ofMillis(200));
            assertThat(here1).hasValue(500);
            assertThat(there1.get()).isBetween(1, 500);
        }
    }

    @Test
    void a_killed_connection_is_replaced_and_then_everybody_is_woken_because_something_may_have_been_missed()
            throws Exception {
        awaitListening();
        try (WakeUps.Listener rows = there.wakeUps().listen("rows")) {
            killListeners();
            assertThat(rows.await(LONG)).isTrue();
            awaitListening();
            here.wakeUps().signal("rows");
            assertThat(rows.await(LONG)).isTrue();
        }
    }

    @Test
    void a_signal_whose_connection_broke_goes_out_on_the_next() throws Exception {
        awaitListening();
        try (WakeUps.Listener rows = there.wakeUps().listen("rows")) {
            here.wakeUps().signal("rows");
            assertThat(rows.await(LONG)).isTrue();
            here.transactions()
                    .run(
                            () -> Jdbc.query(
                                    here.transactions().connection(),
                                    row -> row.getBoolean(1),
                                    "select pg_terminate_backend(pid) from pg_stat_activity where query like 'select pg_notify%'"));
            here.wakeUps().signal("rows");
            assertThat(rows.await(LONG)).isTrue();
        }
    }

    @Test
    void another_database_is_refused() throws SQLException {
        Database h2 = Database.over(TestDatabase.H2.fresh());
        assertThatThrownBy(() -> PostgresWakeUps.start(h2, dataSource))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("h2", "polling");
    }
}
