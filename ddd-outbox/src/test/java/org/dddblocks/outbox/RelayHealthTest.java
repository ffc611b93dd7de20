package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class RelayHealthTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final DataSource server;
    private final Context context;
    private final WatchedDataSource node;
    private final Answering broker = new Answering();
    private final OutboxRelay relay;

    RelayHealthTest(TestDatabase kind) {
        server = kind.fresh();
        context = Context.over(server);
        node = new WatchedDataSource(server);
        OutboxConfig halting = OutboxConfig.builder()
                .pollEvery(Duration.ofMillis(20))
                .pollIdleEvery(Duration.ofMillis(20))
                .retryAfter(Duration.ofMillis(20))
                .attempts(1)
                .onFailure(FailurePolicies.others(FailurePolicy.HALT))
                .build();
        relay = OutboxRelay.with(Context.node(node).database, broker, halting);
    }

    @AfterEach
    void close() {
        relay.close();
    }

    @Test
    void it_tells_from_start_to_close_what_the_relay_holds() {
        assertThat(relay.health()).isEqualTo(new RelayHealth(false, false, 0, false, 0, List.of()));
        relay.start();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(relay.health())
                        .isEqualTo(new RelayHealth(true, true, Buckets.COUNT, false, 0, List.of())));
        relay.close();
        assertThat(relay.health()).isEqualTo(new RelayHealth(false, false, 0, false, 0, List.of()));
    }

    @Test
    void a_halted_type_is_named_until_somebody_acts() {
        broker.failure = new IllegalArgumentException("refused");
        relay.start();
        context.publish("k", "poison");
        await().atMost(LONG).until(() -> relay.health().haltedTypes().equals(List.of("note")));
        assertThat(relay.health().healthy()).isFalse();

        broker.failure = null;
        DeadLetters letters = DeadLetters.on(context.database);
        letters.redrive(letters.list(0, 1).get(0).number(), "Ada", "repaired");
        await().atMost(LONG).until(() -> relay.health().healthy() && context.outbox.pending() == 0);
    }

    @Test
    void a_broker_that_is_away_is_told_until_it_is_back() {
        broker.failure = new BrokerUnavailableException("away", new IllegalStateException());
        relay.start();
        context.publish("k", "note");
        await().atMost(LONG).until(() -> relay.health().brokerAway());
        assertThat(relay.health().healthy()).isFalse();

        broker.failure = null;
        await().atMost(LONG).until(() -> relay.health().healthy() && context.outbox.pending() == 0);
    }

    @Test
    void a_database_that_is_away_makes_it_unhealthy_and_no_call_fails() {
        relay.start();
        await().atMost(LONG).until(() -> relay.health().healthy());
        node.dieAt(sql -> true);
        await().atMost(LONG).until(() -> relay.health().troubles() > 1);
        assertThat(relay.health().healthy()).isFalse();

        node.heal();
        await().atMost(LONG).until(() -> relay.health().healthy());
    }

    @Test
    void the_audit_is_purged_up_to_a_horizon_and_never_inside_a_transaction() {
        broker.failure = new IllegalArgumentException("refused");
        relay.start();
        context.publish("k", "poison");
        DeadLetters letters = DeadLetters.on(context.database);
        await().atMost(LONG).until(() -> !letters.audit(0, 10).isEmpty());

        assertThat(letters.purgeAudit(Duration.ofDays(1))).isZero();
        context.execute("update ddd_outbox_audit set at = timestamp '2020-01-01 00:00:00'");
        assertThat(letters.purgeAudit(Duration.ofDays(1))).isEqualTo(1);
        assertThat(letters.audit(0, 10)).isEmpty();
        assertThat(letters.count()).as("the letter itself stays").isEqualTo(1);
        assertThatThrownBy(() -> context.database.transactions().run(() -> letters.purgeAudit(Duration.ofDays(1))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> letters.purgeAudit(Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 day");
    }

    private static final class Answering implements Broker {
        private volatile @Nullable RuntimeException failure;

        @Override
        public CompletionStage<Void> send(Message message) {
            RuntimeException now = failure;
            return now == null ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(now);
        }

        @Override
        public void close() {}
    }
}
