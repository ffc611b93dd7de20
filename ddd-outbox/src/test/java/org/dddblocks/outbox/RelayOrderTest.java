package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class RelayOrderTest {
    private static final Duration LONG = Duration.ofSeconds(120);

    private final Context context;
    private final Relays relays = new Relays();

    RelayOrderTest(TestDatabase kind) {
        context = Context.on(kind);
    }

    @AfterEach
    void closeRelays() {
        relays.close();
    }

    @Test
    void messages_of_a_key_come_in_commit_order_from_two_relays_with_slow_and_failing_handlers() throws Exception {
        int keys = 12;
        int each = 25;
        Judge judge = new Judge();
        OutboxConfig restless = OutboxConfig.builder()
                .pollEvery(Duration.ofMillis(10))
                .batchSize(20)
                .retryAfter(Duration.ofMillis(5))
                .retryAtMostAfter(Duration.ofMillis(20))
                .build();
        OutboxRelay one = relays.start(context, relays.broker(4, judge), restless);
        OutboxRelay two = relays.start(context, relays.broker(4, judge), restless);

        publishAtRandom(keys, each);

        assertThat(one.awaitDrained(LONG) && two.awaitDrained(LONG)).isTrue();
        assertThat(judge.tooEarly).isEmpty();
        assertThat(judge.handled).hasSize(keys);
        judge.handled.forEach(
                (key, versions) -> assertThat(versions).as(key.id()).hasSize(each));
        assertThat(judge.failed).as("handlers that failed").isNotEmpty();
    }

    /** Writers race for the keys; every third transaction is rolled back first. */
    private void publishAtRandom(int keys, int each) throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(3);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < keys * each; i++) {
            String key = "k" + i % keys;
            boolean rollBackFirst = i % 3 == 0;
            all.add(writers.submit(() -> {
                if (rollBackFirst) {
                    rolledBack(key);
                }
                return context.publish(key, "x");
            }));
        }
        for (Future<?> one : all) {
            one.get(180, TimeUnit.SECONDS);
        }
        writers.shutdown();
    }

    private void rolledBack(String key) {
        try {
            context.database.transactions().run(() -> {
                context.publishHere(key, "rolled back");
                throw new IllegalStateException("on purpose");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("on purpose");
        }
    }

    @Test
    void a_message_that_becomes_visible_late_is_delivered_though_later_rows_went_before_it() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        OutboxRelay relay =
                relays.start(context, relays.broker(2, message -> seen.add(Context.note(message))), Context.FAST);
        context.publish("warm-up", "warm-up");
        CountDownLatch inserted = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        Future<?> slow = Executors.newSingleThreadExecutor().submit(() -> {
            context.database.transactions().<InterruptedException>run(() -> {
                context.publishHere("slow", "late");
                inserted.countDown();
                commit.await();
            });
            return true;
        });

        assertThat(inserted.await(120, TimeUnit.SECONDS)).isTrue();
        context.publish("quick", "overtakes");
        assertThat(relay.awaitDrained(LONG)).isTrue();
        assertThat(seen).containsExactlyInAnyOrder("warm-up", "overtakes");
        commit.countDown();
        slow.get(180, TimeUnit.SECONDS);

        assertThat(relay.awaitDrained(LONG)).isTrue();
        assertThat(seen).contains("late");
    }

    @Test
    void a_hot_key_with_a_long_queue_does_not_keep_other_keys_waiting() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            context.publish("hot", "hot " + i);
        }
        context.publish("cold", "cold");

        OutboxRelay relay = relays.start(
                context,
                relays.broker(2, message -> {
                    if (message.key().id().equals("hot")) {
                        go.await();
                    }
                    synchronized (order) {
                        order.add(Context.note(message));
                    }
                    if (message.key().id().equals("cold")) {
                        go.countDown();
                    }
                }),
                Context.FAST);

        assertThat(relay.awaitDrained(LONG)).isTrue();
        assertThat(order).hasSize(301).startsWith("cold", "hot 0", "hot 1");
    }

    /** Knows which messages were handled and finds those that came before their predecessor was. */
    private static final class Judge implements MessageHandler {
        final Map<MessageKey, Set<Long>> handled = new ConcurrentHashMap<>();
        final ConcurrentLinkedQueue<String> tooEarly = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
        private final Random random = new Random(42);

        @Override
        public void handle(Message message) {
            long version = message.number().version();
            Set<Long> before = handled.computeIfAbsent(message.key(), key -> ConcurrentHashMap.newKeySet());
            if (version > 1 && !before.contains(version - 1)) {
                tooEarly.add(message.toString());
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(2_000_000));
            if (fails()) {
                failed.add(message.toString());
                throw new IllegalStateException("on purpose");
            }
            before.add(version);
        }

        private synchronized boolean fails() {
            return random.nextInt(10) == 0;
        }
    }
}
