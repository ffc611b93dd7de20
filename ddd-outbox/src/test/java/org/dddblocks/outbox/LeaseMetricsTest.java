package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a relay tells of its buckets. */
class LeaseMetricsTest {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration LONG = Duration.ofSeconds(120);

    private final WatchedDataSource node = new WatchedDataSource(Context.on(TestDatabase.H2).dataSource);
    private final Context context = Context.node(node);
    private final NodeTable nodes = new NodeTable(context.database);

    @Test
    void each_bucket_that_is_taken_given_or_lost_is_told_once() {
        Told first = new Told();
        Told second = new Told();
        Leased one = new Leased(nodes, LEASE, first);
        Leased other = new Leased(nodes, LEASE, second);
        one.claim();
        one.claim();
        other.claim();
        one.shrink(2);
        one.handOver();
        other.claim();
        assertThat(first.lines).containsExactly("taken 64", "given 32");
        assertThat(second.lines).containsExactly("taken 32");

        nodes.leave(one.owner());
        assertThat(one.renew()).isFalse();
        one.lose();
        other.leave();
        other.leave();
        assertThat(first.lines).containsExactly("taken 64", "given 32", "lost 32");
        assertThat(second.lines).containsExactly("taken 32", "given 32");
    }

    @Test
    void what_could_not_be_given_back_is_lost() {
        Told told = new Told();
        Leased leased = new Leased(nodes, LEASE, told);
        leased.claim();
        node.breakAt(sql -> true);

        assertThat(catching(leased::leave)).isNotNull();

        assertThat(told.lines).containsExactly("taken 64", "lost 64");
    }

    private static Throwable catching(Runnable work) {
        try {
            work.run();
            throw new AssertionError("It did not fail.");
        } catch (RuntimeException expected) {
            return expected;
        }
    }

    @Test
    void a_relay_tells_of_its_buckets_on_its_own_thread_and_of_its_sends_and_bears_metrics_that_fail()
            throws Exception {
        Told told = new Told();
        told.fails = true;
        try (Relays relays = new Relays();
                OutboxRelay relay =
                        OutboxRelay.with(context.database, relays.broker(1, message -> {}), Context.FAST, told)) {
            relay.start();
            context.publish("a", "note");
            assertThat(relay.awaitDrained(LONG)).isTrue();
            await().atMost(LONG).until(() -> told.threads.size() == 1);
        }
        assertThat(told.lines).containsExactly("taken 64", "accepted", "given 64");
        assertThat(told.threads).singleElement().asString().matches("ddd-relay-\\d+");
    }

    @Test
    void a_summary_adds_them_up_and_is_silent_about_them_while_nothing_moves() {
        AtomicLong now = new AtomicLong();
        List<String> lines = new ArrayList<>();
        MetricsSummary summary = new MetricsSummary(Duration.ofSeconds(60), lines::add, now::get);
        summary.bucketsTaken(64);
        summary.bucketsGiven(32);
        summary.bucketsTaken(10);
        now.addAndGet(Duration.ofSeconds(60).toNanos());
        summary.bucketsLost(42);
        now.addAndGet(Duration.ofSeconds(60).toNanos());
        summary.sampled(new OutboxFigures(0, Duration.ZERO, 0, 0));

        assertThat(lines.get(0)).endsWith("; 74 buckets taken, 32 given back, 42 lost");
        assertThat(lines.get(1)).doesNotContain("buckets");
    }

    private static final class Told implements OutboxMetrics {
        private final List<String> lines = new ArrayList<>();
        private final Set<String> threads = ConcurrentHashMap.newKeySet();
        private volatile boolean fails;

        private synchronized void tell(String line) {
            lines.add(line);
            if (fails) {
                throw new IllegalStateException("no such meter");
            }
        }

        @Override
        public void accepted(Message message, Duration took) {
            tell("accepted");
        }

        @Override
        public void bucketsTaken(int buckets) {
            threads.add(Thread.currentThread().getName());
            tell("taken " + buckets);
        }

        @Override
        public void bucketsGiven(int buckets) {
            threads.add(Thread.currentThread().getName());
            tell("given " + buckets);
        }

        @Override
        public void bucketsLost(int buckets) {
            tell("lost " + buckets);
        }
    }
}
