package org.dddblocks.outbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class RelayFailureTest {
    private static final Duration LONG = Duration.ofSeconds(120);

    private final WatchedDataSource dataSource;
    private final Context context;
    private final Relays relays = new Relays();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final CountDownLatch release = new CountDownLatch(1);

    RelayFailureTest(TestDatabase kind) {
        dataSource = new WatchedDataSource(kind.fresh());
        context = Context.over(dataSource);
    }

    @AfterEach
    void closeRelays() {
        release.countDown();
        relays.close();
    }

    @Test
    void a_poison_message_stops_its_own_key_only_and_can_be_seen() throws Exception {
        AtomicBoolean poisoned = new AtomicBoolean(true);
        context.publish("bad", "poison");
        context.publish("bad", "behind it");
        OutboxRelay relay = relays.start(
                context,
                relays.broker(2, message -> {
                    if (Context.note(message).equals("poison") && poisoned.get()) {
                        throw new IllegalStateException("cannot digest");
                    }
                    seen.add(Context.note(message));
                }),
                Context.FAST);
        for (int i = 0; i < 20; i++) {
            context.publish("good" + i, "good " + i);
        }

        await().atMost(LONG).until(() -> seen.size() == 20 && !relay.failing().isEmpty() && relay.pending() == 2);
        await().atMost(LONG).until(() -> relay.failing().get(0).attempts() >= 3);
        FailingKey failing = relay.failing().get(0);
        assertThat(failing.key()).isEqualTo(new MessageKey("note", "bad"));
        assertThat(failing.type()).isEqualTo("test.Noted");
        assertThat(failing.error()).contains("reader", "cannot digest");
        assertThat(failing.nextAttemptAt()).isAfter(failing.since());
        assertThat(seen).doesNotContain("behind it");

        poisoned.set(false);
        assertThat(relay.awaitDrained(LONG)).isTrue();
        assertThat(seen).contains("poison", "behind it");
        assertThat(relay.failing()).isEmpty();
    }

    @Test
    void more_failing_keys_than_fit_into_a_batch_do_not_keep_others_waiting() throws Exception {
        OutboxConfig small = OutboxConfig.builder()
                .pollEvery(Duration.ofMillis(20))
                .batchSize(5)
                .retryAfter(Duration.ofSeconds(30))
                .build();
        for (int i = 0; i < 25; i++) {
            context.publish("bad" + i, "bad");
        }
        context.publish("good", "good");

        relays.start(context, relays.broker(2, this::onlyGood), small);

        await().atMost(LONG).until(() -> seen.contains("good"));
        await().atMost(LONG).until(() -> context.outbox.failing().size() == 25);
    }

    private void onlyGood(Message message) {
        if (!Context.note(message).equals("good")) {
            throw new IllegalStateException("on purpose");
        }
        seen.add("good");
    }

    @Test
    void a_broker_outage_counts_against_no_message_and_loses_none() throws Exception {
        AtomicBoolean away = new AtomicBoolean(true);
        AtomicInteger tries = new AtomicInteger();
        Broker broker = new Broker() {
            @Override
            public CompletionStage<Void> send(Message message) {
                tries.incrementAndGet();
                if (away.get()) {
                    throw new BrokerUnavailableException("connection refused");
                }
                seen.add(Context.note(message));
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void close() {}
        };
        for (int i = 0; i < 40; i++) {
            context.publish("k" + i, "n" + i);
        }
        OutboxRelay relay = relays.start(context, broker, Context.FAST);

        await().atMost(LONG).until(() -> tries.get() >= 5);
        assertThat(relay.pending()).isEqualTo(40);
        assertThat(relay.failing()).isEmpty();
        assertThat(context.count("ddd_outbox_failing")).isZero();

        away.set(false);
        assertThat(relay.awaitDrained(LONG)).isTrue();
        assertThat(seen).hasSize(40);
    }

    @Test
    void a_hung_handler_holds_up_neither_other_keys_nor_publishers_nor_close() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        OutboxConfig config = OutboxConfig.builder()
                .pollEvery(Duration.ofMillis(20))
                .closeTimeout(Duration.ofSeconds(2))
                .build();
        OutboxRelay relay = relays.start(
                context,
                relays.broker(2, message -> {
                    if (message.key().id().equals("hung")) {
                        hangs.countDown();
                        release.await();
                    }
                    context.inbox.once(message, () -> context.effect(message));
                }),
                config);
        context.publish("hung", "hung");
        assertThat(hangs.await(60, SECONDS)).isTrue();

        for (int i = 0; i < 10; i++) {
            context.publish("k" + i, "n" + i);
        }
        await().atMost(LONG).until(() -> context.count("effect") == 10);

        long before = System.nanoTime();
        relay.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
        assertThat(context.outbox.pending()).isEqualTo(1);
    }

    @Test
    void a_send_without_an_answer_counts_as_failed_and_is_taken_when_it_comes_late() throws Exception {
        OutboxConfig impatient = OutboxConfig.builder()
                .pollEvery(Duration.ofMillis(20))
                .sendTimeout(Duration.ofMillis(200))
                .retryAfter(Duration.ofMillis(20))
                .build();
        AtomicInteger runs = new AtomicInteger();
        OutboxRelay relay = relays.start(
                context,
                relays.broker(2, message -> {
                    if (message.key().id().equals("slow")) {
                        runs.incrementAndGet();
                        release.await();
                    }
                }),
                impatient);
        context.publish("slow", "slow");

        await().atMost(LONG).until(() -> {
            context.publish("other", "passes"); // or else it might be the broker that does not answer
            return relay.failing().stream().anyMatch(key -> key.attempts() >= 2);
        });
        assertThat(relay.failing().get(0).error()).contains("no answer", "PT0.2S", "sendTimeout");
        assertThat(runs).as("repeated sends joined the one still running").hasValue(1);
        release.countDown();

        assertThat(relay.awaitDrained(LONG)).isTrue();
        assertThat(relay.failing()).isEmpty();
    }

    @Test
    void close_lets_running_handlers_finish_and_notes_their_messages() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        OutboxRelay relay = relays.start(
                context,
                relays.broker(1, message -> {
                    running.countDown();
                    release.await();
                }),
                Context.FAST);
        context.publish("a", "running");
        context.publish("a", "not begun");
        assertThat(running.await(60, SECONDS)).isTrue();

        Thread closing = new Thread(relay::close);
        closing.start();
        await().atMost(LONG).until(() -> closing.getState() == Thread.State.TIMED_WAITING); // for the relay to end
        release.countDown();
        closing.join(60_000);

        assertThat(context.column("select payload from ddd_outbox"))
                .singleElement()
                .asString()
                .contains("not begun");
    }

    @Test
    void handlers_that_share_a_pool_of_one_connection_with_the_relay_get_through() throws Exception {
        PoolOfOne pool = new PoolOfOne(context.dataSource);
        Context shared = Context.node(pool);
        OutboxConfig config =
                OutboxConfig.builder().pollEvery(Duration.ofMillis(20)).build();
        OutboxRelay relay = relays.start(
                shared, relays.broker(2, message -> shared.inbox.once(message, () -> shared.effect(message))), config);
        for (int i = 0; i < 6; i++) {
            shared.publish("k" + i, "n" + i);
        }

        assertThat(relay.awaitDrained(LONG)).isTrue();
        assertThat(context.count("effect")).isEqualTo(6);
    }

    @Test
    void a_broker_that_runs_handlers_on_the_sending_thread_joins_no_transaction() throws Exception {
        List<Boolean> joined = new CopyOnWriteArrayList<>();
        Broker synchronous = new Broker() {
            @Override
            public CompletionStage<Void> send(Message message) {
                joined.add(context.database.transactions().active());
                context.inbox.once(message, () -> seen.add(Context.note(message)));
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void close() {}
        };
        OutboxRelay relay = relays.start(context, synchronous, Context.FAST);
        context.publish("a", "one");
        context.publish("b", "two");

        assertThat(relay.awaitDrained(LONG)).isTrue();
        assertThat(joined).containsExactly(false, false);
    }

    @Test
    void a_row_that_nobody_can_read_is_parked_alone_and_comes_before_what_waited_once_it_is_repaired()
            throws Exception {
        context.publish("a", "broken");
        context.execute("update ddd_outbox set headers = 'no json'");
        context.publish("a", "after");
        context.publish("b", "whole");
        List<String> order = new CopyOnWriteArrayList<>();
        DeadLetters letters = DeadLetters.on(context.database);
        OutboxRelay relay =
                relays.start(context, relays.broker(1, message -> order.add(Context.note(message))), Context.FAST);

        await().atMost(LONG).until(() -> relay.pending() == 1 && order.contains("whole") && letters.count() == 1);
        DeadLetter letter = letters.list(0, 10).get(0);
        assertThat(letter.keyId()).isEqualTo("a");
        assertThat(letter.attempts()).isZero();
        assertThat(letter.error()).contains("column headers");
        context.execute("update ddd_outbox_dead_letter set headers = null");
        letters.redrive(letter.number(), "ann", "headers repaired");

        assertThat(relay.awaitDrained(LONG)).isTrue();
        assertThat(order).containsExactly("whole", "broken", "after");
    }

    @Test
    void emptied_tables_of_leases_heal() throws Exception {
        context.execute("delete from ddd_outbox_bucket");
        OutboxRelay relay =
                relays.start(context, relays.broker(1, message -> seen.add(Context.note(message))), Context.FAST);
        context.publish("a", "still");
        assertThat(relay.awaitDrained(LONG)).isTrue();

        context.execute("delete from ddd_outbox_bucket");
        context.execute("delete from ddd_outbox_node");
        context.publish("a", "and again");
        assertThat(relay.awaitDrained(LONG)).isTrue();
    }
}
