package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.dddblocks.persistence.PersistenceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls to the database that do not come back, or a process that is stopped during one. */
class HangingDatabaseTest {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final OutboxConfig HASTY = OutboxConfig.builder()
            .pollEvery(Duration.ofMillis(20))
            .pollIdleEvery(Duration.ofMillis(20))
            .lease(Duration.ofMillis(300))
            .closeTimeout(Duration.ofMillis(100))
            .build();

    private final Relays relays = new Relays();
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void closeRelays() {
        release.countDown();
        relays.close();
    }

    /** Every statement with this text never comes back. */
    private WatchedDataSource hangingAt(String text, DataSource server) {
        WatchedDataSource node = new WatchedDataSource(server);
        node.breakAt(sql -> {
            if (sql.contains(text)) {
                hangs.countDown();
                pass(release);
            }
            return false;
        });
        return node;
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await(2 * LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"insert into ddd_outbox_node", " as due", "select o.*", "delete from ddd_outbox ", "commit"})
    void close_does_not_wait_for_a_call_that_hangs(String statement) throws Exception {
        DataSource server = TestDatabase.H2.fresh();
        Context context = Context.over(server);
        context.publish("a", "one");
        OutboxRelay relay =
                relays.start(Context.node(hangingAt(statement, server)), relays.broker(1, message -> {}), HASTY);
        assertThat(hangs.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

        CompletableFuture.runAsync(relay::close).get(LONG.toSeconds(), TimeUnit.SECONDS);

        assertThat(release.getCount()).as("the call still hangs").isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void who_waits_for_an_empty_outbox_is_told_that_the_database_is_away(TestDatabase kind) throws Exception {
        DataSource server = kind.fresh();
        Context context = Context.over(server);
        WatchedDataSource node = new WatchedDataSource(server);
        AtomicInteger delivered = new AtomicInteger();
        OutboxRelay relay = relays.start(
                Context.node(node), relays.broker(1, message -> delivered.incrementAndGet()), Context.FAST);
        context.publish("a", "before");
        assertThat(relay.awaitDrained(LONG)).isTrue();

        node.dieAt(sql -> true);
        await().atMost(LONG).until(node::dead);
        context.publish("a", "meanwhile");
        assertThatThrownBy(() -> relay.awaitDrained(LONG)).isInstanceOf(PersistenceException.class);

        node.heal();
        assertThat(relay.awaitDrained(LONG)).isTrue();
        assertThat(delivered).hasValue(2);
    }

    /** PostgreSQL: an embedded database ends with its process, so that nobody can hold its locks from the grave. */
    @Test
    void a_relay_that_is_stopped_while_it_takes_buckets_keeps_them_from_others_no_longer_than_a_lease()
            throws Exception {
        DataSource server = TestDatabase.POSTGRESQL.fresh();
        Context context = Context.over(server);
        WatchedDataSource stopped = new WatchedDataSource(server);
        stopped.breakAt(sql -> {
            if (sql.equals("commit") && stopped.statements.stream().anyMatch(HangingDatabaseTest::takes)) {
                hangs.countDown();
                pass(release);
            }
            return false;
        });
        relays.start(Context.node(stopped), relays.broker(1, message -> {}), HASTY);
        assertThat(hangs.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        context.publish("a", "one");

        OutboxRelay other = relays.start(context, relays.broker(1, message -> {}), Context.FAST);

        await().atMost(LONG).until(() -> other.health().buckets() == Buckets.COUNT);
        assertThat(other.awaitDrained(LONG)).isTrue();
    }

    private static boolean takes(String sql) {
        return sql.startsWith("update ddd_outbox_bucket set owner = ?");
    }
}
