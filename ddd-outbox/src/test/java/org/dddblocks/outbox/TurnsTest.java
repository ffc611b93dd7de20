package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How many looks it takes until what a relay gave back has another one: counted, since times tell little on a busy machine. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class TurnsTest {
    private static final Duration LONG = Duration.ofSeconds(120);
    /** Their leases outlast the test, and no wake-up goes from one node to another: they look, or they know nothing. */
    private static final OutboxConfig CONFIG = OutboxConfig.builder()
            .pollEvery(Duration.ofMillis(20))
            .pollIdleEvery(Duration.ofMillis(20))
            .lease(Duration.ofMinutes(10))
            .closeTimeout(LONG)
            .build();

    private static final Predicate<String> LOOK = sql -> sql.contains(" as due");
    private static final Predicate<String> TAKING = sql -> sql.startsWith("update ddd_outbox_bucket set owner = ?");

    private final DataSource server;
    private final Relays relays = new Relays();

    TurnsTest(TestDatabase kind) {
        server = kind.fresh();
    }

    @BeforeEach
    void install() {
        Context.over(server);
    }

    @AfterEach
    void closeRelays() {
        relays.close();
    }

    @Test
    void what_a_closed_relay_gave_back_has_another_one_after_its_next_look() {
        Node leaving = new Node();
        Node staying = new Node();
        await().atMost(LONG)
                .until(() -> leaving.relay.health().buckets() == 32
                        && staying.relay.health().buckets() == 32);

        CountDownLatch looks = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        staying.watched.breakAt(sql -> {
            if (LOOK.test(sql)) {
                looks.countDown();
                pass(closed);
            }
            return false;
        });
        pass(looks);
        staying.watched.statements.clear();
        leaving.relay.close();
        closed.countDown();

        await().atMost(LONG).until(() -> staying.buckets() == Buckets.COUNT);
        assertThat(staying.looksBeforeTaking()).isLessThanOrEqualTo(1);
    }

    @Test
    void two_relays_that_look_at_once_share_what_a_third_gave_back_and_none_waits_for_another_look() {
        Node leaving = new Node();
        Node slow = new Node();
        Node quick = new Node();
        await().atMost(LONG)
                .until(() -> List.of(leaving, slow, quick).stream()
                                .allMatch(node -> node.relay.health().buckets() <= 22)
                        && leaving.buckets() + slow.buckets() + quick.buckets() == Buckets.COUNT);
        CountDownLatch slowTakes = new CountDownLatch(1);
        CountDownLatch quickHas = new CountDownLatch(1);
        slow.watched.breakAt(sql -> {
            if (TAKING.test(sql)) {
                slowTakes.countDown();
                pass(quickHas); // with its locks
            }
            return false;
        });
        quick.watched.breakAt(sql -> {
            if (LOOK.test(sql)) {
                pass(slowTakes);
            }
            return false;
        });
        quick.watched.statements.clear();

        leaving.relay.close();

        await().atMost(LONG).until(() -> quick.buckets() == 32);
        quickHas.countDown();
        await().atMost(LONG).until(() -> slow.buckets() == 32);
        assertThat(quick.looksBeforeTaking()).isLessThanOrEqualTo(2);
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Node {
        private final WatchedDataSource watched = new WatchedDataSource(server);
        private final OutboxRelay relay = relays.start(Context.node(watched), relays.broker(1, message -> {}), CONFIG);

        int buckets() {
            return relay.health().buckets();
        }

        /** Since its statements were cleared. */
        long looksBeforeTaking() {
            List<String> statements = List.copyOf(watched.statements);
            return statements.stream().takeWhile(TAKING.negate()).filter(LOOK).count();
        }
    }
}
