package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Relays that come and go in good order. Their leases outlast the test, so that nothing may ever wait for the end of one. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class HandOverTest {
    private static final Duration ENDLESS = Duration.ofMinutes(10);
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final OutboxConfig CONFIG = OutboxConfig.builder()
            .pollEvery(Duration.ofMillis(20))
            .pollIdleEvery(Duration.ofMillis(20))
            .lease(ENDLESS)
            .build();

    private final DataSource server;
    private final Context context;
    private final SlowBroker broker = new SlowBroker();
    private final Deque<OutboxRelay> relays = new ArrayDeque<>();

    HandOverTest(TestDatabase kind) {
        server = kind.fresh();
        context = Context.over(server);
    }

    @AfterEach
    void close() {
        relays.forEach(OutboxRelay::close);
        broker.end();
    }

    @Test
    void a_thousand_messages_of_one_key_keep_their_order_while_its_bucket_changes_hands() throws Exception {
        publish(1, 1000);
        start();
        start();
        for (int i = 1; i < 15; i++) {
            broker.awaitMore(50);
            start();
            relays.remove().close();
        }
        assertThat(relays.getLast().awaitDrained(LONG)).isTrue();

        assertEachOnceAndInOrder(1, 1000);
    }

    @Test
    void three_relays_that_are_restarted_in_turns_lose_repeat_and_invert_nothing() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        int[] rounds = {0};
        Thread publisher = new Thread(() -> {
            while (!enough.get()) {
                publish(16, 1);
                rounds[0]++;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        });
        start();
        start();
        start();
        publisher.start();
        try {
            for (int i = 1; i <= 9; i++) {
                relays.remove().close();
                start();
                broker.awaitMore(100);
            }
        } finally {
            enough.set(true);
            publisher.join();
        }
        assertThat(relays.getLast().awaitDrained(LONG)).isTrue();

        assertEachOnceAndInOrder(16, rounds[0]);
    }

    @Test
    void each_of_three_relays_gets_its_fair_share_and_none_waits_for_the_end_of_a_lease() {
        for (int i = 0; i < 3; i++) {
            start();
        }
        await().atMost(LONG).untilAsserted(() -> {
            List<Integer> sizes = sizes();
            assertThat(sizes).hasSize(3).allMatch(size -> size <= 22);
            assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(Buckets.COUNT);
        });
    }

    private List<Integer> sizes() {
        return context
                .column("select count(*) from ddd_outbox_bucket b join ddd_outbox_node n on n.owner = b.owner"
                        + " group by n.owner")
                .stream()
                .map(Integer::valueOf)
                .toList();
    }

    private void start() {
        OutboxRelay relay = OutboxRelay.with(Context.node(server).database, broker, CONFIG);
        relays.add(relay);
        relay.start();
    }

    private void publish(int keys, int rounds) {
        context.database.transactions().run(() -> {
            for (int i = 0; i < rounds * keys; i++) {
                context.publishHere("k" + i % keys, "note");
            }
        });
    }

    private void assertEachOnceAndInOrder(int keys, int rounds) {
        for (int key = 0; key < keys; key++) {
            assertThat(broker.numbers("k" + key))
                    .isEqualTo(LongStream.rangeClosed(1, rounds).boxed().toList());
        }
    }

    /** Answers later, each time by another while; what one relay sends and another one sends arrives in one place. */
    private static final class SlowBroker implements Broker {
        private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
        private final Map<String, List<Long>> numbers = new HashMap<>();
        private long received;

        @Override
        public CompletionStage<Void> send(Message message) {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            clock.schedule(() -> receive(message, answer), nanos(), TimeUnit.NANOSECONDS);
            return answer;
        }

        private void receive(Message message, CompletableFuture<Void> answer) {
            synchronized (this) {
                numbers.computeIfAbsent(message.key().id(), key -> new ArrayList<>())
                        .add(message.number().version());
                received++;
                notifyAll();
            }
            clock.schedule(() -> answer.complete(null), nanos(), TimeUnit.NANOSECONDS);
        }

        private static long nanos() {
            return ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(1));
        }

        synchronized List<Long> numbers(String key) {
            return List.copyOf(numbers.getOrDefault(key, List.of()));
        }

        synchronized void awaitMore(int messages) throws InterruptedException {
            long goal = received + messages;
            long by = System.nanoTime() + LONG.toNanos();
            while (received < goal) {
                long left = TimeUnit.NANOSECONDS.toMillis(by - System.nanoTime());
                assertThat(left)
                        .as("time for %d more messages", goal - received)
                        .isPositive();
                wait(left);
            }
        }

        /** Relays share it: closed at the end only. */
        @Override
        public void close() {}

        void end() {
            clock.shutdownNow();
        }
    }
}
