package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** When a page may be sent without asking what lies before it, and when not to send at all. */
class TrafficTest {
    private static final Duration TIMEOUT = Duration.ofMillis(100);

    private final Context context = Context.on(TestDatabase.H2);
    private final Delivered delivered = new Delivered();
    private final Sender sender = new Sender(new Silent(), "sender-of-test", () -> true, (flight, failure) -> {});
    private final Traffic traffic = traffic(sender);

    private Traffic traffic(Sender through) {
        return traffic(through, OutboxConfig.builder().sendTimeout(TIMEOUT).build());
    }

    private Traffic traffic(Sender through, OutboxConfig config) {
        NodeTable nodes = new NodeTable(context.database);
        Duration lease = Duration.ofMinutes(1);
        Ledger ledger = new Ledger(
                context.database, new OutboxTable(context.database), new Fenced(context.database, nodes, lease));
        QuietLog log = new QuietLog(LoggerFactory.getLogger(TrafficTest.class), System::nanoTime);
        return new Traffic(
                config, new Scan(), new Leased(nodes, lease, OutboxMetrics.NOBODY), through, ledger, delivered, log);
    }

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void of_a_page_those_keys_are_unproven_whose_first_row_does_not_follow_what_was_accepted() {
        delivered.accepted(DeliveredTest.message("a", 1, 0));
        delivered.accepted(DeliveredTest.message("b", 4, 0));

        assertThat(traffic.unproven(List.of(row("a", 2), row("b", 5), row("a", 3), row("first", 1))))
                .isEmpty();
        assertThat(traffic.unproven(List.of(row("a", 2), row("b", 6), row("never seen", 2), row("b", 7))))
                .containsExactly(106L, 102L);
    }

    @Test
    void what_is_on_its_way_or_waits_for_that_counts_as_well() {
        delivered.accepted(DeliveredTest.message("a", 1, 0));
        load(traffic, row("a", 2), row("a", 3));

        assertThat(traffic.unproven(List.of(row("a", 4)))).isEmpty();
        assertThat(traffic.unproven(List.of(row("a", 3)))).as("it has that").isEmpty();
        assertThat(traffic.unproven(List.of(row("a", 5)))).containsExactly(105L);
        traffic.depart();
        assertThat(traffic.flying()).isTrue();
        assertThat(traffic.unproven(List.of(row("a", 4)))).isEmpty();
    }

    @Test
    void what_was_given_up_may_come_back_at_its_old_place_so_its_key_is_unproven() {
        List<Lane.Flight> answered = new CopyOnWriteArrayList<>();
        Sender answering =
                new Sender(new Silent(), "answering-sender", () -> false, (flight, failure) -> answered.add(flight));
        try {
            Traffic traffic =
                    traffic(answering, OutboxConfig.builder().attempts(1).build());
            delivered.accepted(DeliveredTest.message("a", 1, 0));
            assertThat(traffic.unproven(List.of(row("a", 2)))).isEmpty();
            load(traffic, new OutboxRow(101, DeliveredTest.message("a", 1, 1), 0, null, false));
            traffic.depart();
            await().until(() -> !answered.isEmpty());
            traffic.land(answered.get(0), new IllegalArgumentException("no"));

            assertThat(traffic.unproven(List.of(row("a", 2)))).containsExactly(102L);
        } finally {
            answering.close();
        }
    }

    private static void load(Traffic traffic, OutboxRow... page) {
        traffic.load(List.of(page), Map.of());
    }

    @Test
    void nothing_queues_up_behind_a_send_that_the_client_does_not_come_back_from() {
        CountDownLatch release = new CountDownLatch(1);
        Sender stuck = new Sender(new Stuck(release), "stuck-sender", () -> true, (flight, failure) -> {});
        try {
            Traffic behind = traffic(stuck);
            List<OutboxRow> page = List.of(row("a", 1), row("b", 1), row("c", 1));
            behind.load(page, Map.of());
            behind.depart();
            await().until(() -> stuck.blockedFor(System.nanoTime()) >= TIMEOUT.toNanos());
            assertThat(behind.brokerAway()).isTrue();
            assertThat(behind.landOverdue()).isTrue();
            behind.load(page, Map.of());
            behind.depart();

            assertThat(behind.flying()).as("sent once more").isFalse();
            release.countDown();
            await().until(() -> stuck.blockedFor(System.nanoTime()) == 0);
            behind.depart();
            assertThat(behind.flying()).isTrue();
        } finally {
            release.countDown();
            stuck.close();
        }
    }

    private static OutboxRow row(String key, long number) {
        return new OutboxRow(100 + number, DeliveredTest.message(key, number, 0), 0, null, false);
    }

    /** Never comes back from a send until it is released, and answers then. */
    private record Stuck(CountDownLatch release) implements Broker {
        @Override
        public CompletionStage<Void> send(Message message) {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }

    /** Never answers. */
    private static final class Silent implements Broker {
        @Override
        public CompletionStage<Void> send(Message message) {
            return new CompletableFuture<>();
        }

        @Override
        public void close() {}
    }
}
