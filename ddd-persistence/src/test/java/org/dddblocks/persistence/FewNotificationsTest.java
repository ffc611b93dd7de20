package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.persistence.spi.WakeUps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often {@link PostgresWakeUps} says NOTIFY: counted, never timed. */
class FewNotificationsTest {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration NEVER = Duration.ofHours(10);

    private final DataSource server = TestDatabase.POSTGRESQL.fresh();
    private final Database here = Database.over(server);
    private final Database there = Database.over(server);
    private final AtomicInteger notifications = new AtomicInteger();
    private final Queue<String> atReturn = new ConcurrentLinkedQueue<>();
    private final Phaser gate = new Phaser(1);
    private PostgresWakeUps ours;
    private PostgresWakeUps theirs;

    @AfterEach
    void close() {
        gate.forceTermination();
        ours.close();
        theirs.close();
    }

    /** The other side listens before anything is counted: whoever begins to listen is woken without a NOTIFY. */
    private WakeUps.Listener start(Duration shortestPause) throws InterruptedException {
        WakeUps.Listener rows = there.wakeUps().listen("rows");
        theirs = PostgresWakeUps.start(there, server);
        assertThat(rows.await(LONG)).isTrue();
        ours = PostgresWakeUps.start(here, counting(), shortestPause);
        return rows;
    }

    private DataSource counting() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, args) -> {
                    Connection connection = server.getConnection();
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(), new Class<?>[] {Connection.class}, (self, call, given) -> {
                                if (call.getName().equals("prepareStatement")) {
                                    passGate();
                                } else if (call.getName().equals("close")) {
                                    atReturn.addAll(
                                            Jdbc.query(connection, row -> row.getString(1), "show synchronous_commit"));
                                }
                                return invoke(connection, call, given);
                            });
                });
    }

    private static Object invoke(Connection connection, java.lang.reflect.Method call, Object[] given)
            throws Throwable {
        try {
            return call.invoke(connection, given);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    /** Nothing but NOTIFY is prepared. Waits while the gate is shut, which it is for a party that has not arrived. */
    private void passGate() throws SQLException, InterruptedException {
        notifications.incrementAndGet();
        try {
            gate.awaitAdvanceInterruptibly(0, LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new SQLException("The test did not open its gate.", e);
        }
    }

    private void openGate() {
        gate.arrive();
    }

    private void commitSomething(int times) {
        for (int i = 0; i < times; i++) {
            here.transactions().run(() -> {
                Jdbc.query(here.transactions().connection(), row -> row.getInt(1), "select 1");
                here.wakeUps().signal("rows");
            });
        }
    }

    @Test
    void one_commit_is_told_at_once_and_later_ones_wait_for_the_end_of_the_pause() throws Exception {
        openGate();
        try (WakeUps.Listener rows = start(NEVER)) {
            commitSomething(1);

            assertThat(rows.await(LONG)).isTrue(); // though the pause lasts for ever
            commitSomething(200);
            assertThat(rows.await(Duration.ofMillis(200))).isFalse();
            assertThat(notifications).hasValue(1);
        }
    }

    @Test
    void what_commits_while_a_notification_is_on_its_way_is_told_by_one_more() throws Exception {
        try (WakeUps.Listener rows = start(Duration.ofMillis(1))) {
            commitSomething(1);
            await().atMost(LONG).until(() -> notifications.get() == 1);
            commitSomething(200);

            openGate();

            assertThat(rows.await(LONG)).isTrue();
            await().atMost(LONG).until(() -> notifications.get() == 2);
            rows.await(Duration.ofMillis(200));
            assertThat(notifications).hasValue(2);
        }
    }

    @Test
    void the_connection_goes_back_as_durable_as_it_came() throws Exception {
        openGate();
        try (WakeUps.Listener rows = start(NEVER)) {
            commitSomething(1);
            assertThat(rows.await(LONG)).isTrue();

            ours.close();

            await().atMost(LONG).until(() -> atReturn.size() == 2);
            assertThat(atReturn).containsOnly("on");
        }
    }
}
