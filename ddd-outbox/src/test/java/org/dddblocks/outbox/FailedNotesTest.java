package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a relay notes of failures, when the database is slow or refuses it, and what it leaves to others. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class FailedNotesTest {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final OutboxConfig PATIENT = OutboxConfig.builder()
            .pollEvery(Duration.ofMillis(20))
            .pollIdleEvery(Duration.ofMillis(20))
            .lease(Duration.ofMinutes(10))
            .retryAfter(Duration.ofMillis(10))
            .retryAtMostAfter(Duration.ofMillis(50))
            .attempts(100_000)
            .build();

    private final Context context;
    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private volatile Predicate<String> refused = note -> false;

    FailedNotesTest(TestDatabase kind) {
        context = Context.on(kind);
    }

    private OutboxRelay relay(Context node) {
        OutboxRelay relay = OutboxRelay.with(node.database, new Answering(), PATIENT);
        relay.start();
        return relay;
    }

    @Test
    void a_row_that_nobody_can_read_does_not_keep_the_failing_one_before_it_waiting() throws Exception {
        refused = "1"::equals;
        context.publish("k", "1");
        context.publish("k", "2");
        context.execute("update ddd_outbox set headers = 'no json' where seq = (select max(seq) from ddd_outbox)");
        context.publish("k", "3");
        DeadLetters letters = DeadLetters.on(context.database);
        try (OutboxRelay relay = relay(context)) {
            await().atMost(LONG)
                    .until(() -> letters.count() == 1 && !relay.failing().isEmpty());
            refused = note -> false;
            await().atMost(LONG).until(() -> relay.pending() == 1);
            assertThat(delivered).containsExactly("1");

            context.execute("update ddd_outbox_dead_letter set headers = null");
            letters.redrive(letters.list(0, 1).get(0).number(), "ann", "headers repaired");
            assertThat(relay.awaitDrained(LONG)).isTrue();
        }
        assertThat(delivered).containsExactly("1", "2", "3");
    }

    @Test
    void a_failed_message_is_due_when_its_pause_is_over_however_late_the_failure_is_noted() {
        context.publish("k", "note");
        NodeTable nodes = new NodeTable(context.database);
        Leased leased = new Leased(nodes, Duration.ofMinutes(5), OutboxMetrics.NOBODY);
        leased.claim();
        Ledger ledger = new Ledger(
                context.database,
                new OutboxTable(context.database),
                new Fenced(context.database, nodes, Duration.ofMinutes(5)));
        ledger.failed(context.rows().get(0), new Verdict.Later(1, PAUSE), "refused");
        Instant failed = context.database.now();
        await().atMost(LONG).until(() -> context.database.now().isAfter(failed.plusMillis(300)));

        assertThat(ledger.write(leased.owner())).isTrue();

        Instant due = new OutboxTable(context.database).failing().get(0).nextAttemptAt();
        assertThat(due).isBefore(failed.plus(PAUSE).plusMillis(150));
        assertThat(due).isAfter(failed.plus(PAUSE).minusSeconds(120));
    }

    @Test
    void a_relay_that_cannot_note_its_last_answers_leaves_all_the_same() throws Exception {
        WatchedDataSource node = new WatchedDataSource(context.dataSource);
        node.breakAt(sql -> sql.contains("delete from ddd_outbox "));
        context.publish("k", "1");
        OutboxRelay broken = relay(Context.node(node));
        await().atMost(LONG).until(() -> broken.health().troubles() > 0);

        broken.close();

        assertThat(context.count("ddd_outbox_node")).isZero();
        try (OutboxRelay other = relay(context)) {
            assertThat(other.awaitDrained(LONG)).isTrue();
        }
        assertThat(delivered).containsOnly("1");
    }

    private final class Answering implements Broker {
        @Override
        public CompletionStage<Void> send(Message message) {
            String note = Context.note(message);
            if (refused.test(note)) {
                return CompletableFuture.failedFuture(new IllegalArgumentException("refused"));
            }
            delivered.add(note);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }
}
