package org.dddblocks.outbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.core.EventMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InMemoryBrokerTest {
    private final InMemoryBroker broker = InMemoryBroker.withThreads(4);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        broker.close();
    }

    @Test
    void a_send_is_done_only_when_every_subscriber_has_handled_the_message() throws Exception {
        CountDownLatch quickDone = new CountDownLatch(1);
        broker.subscribe("slow", message -> true, message -> release.await());
        broker.subscribe("quick", message -> true, message -> quickDone.countDown());

        CompletableFuture<Void> sent = send(message("a", 1));
        assertThat(quickDone.await(30, SECONDS)).isTrue();
        assertThat(sent).isNotDone();
        release.countDown();

        assertThat(sent).succeedsWithin(Duration.ofSeconds(120));
    }

    @Test
    void a_send_that_nobody_wants_is_done_at_once() {
        broker.subscribe("other", message -> message.type().equals("other"), message -> release.await());

        assertThat(send(message("a", 1))).isCompleted();
    }

    @Test
    void a_failing_subscriber_fails_the_send_and_is_named_without_the_payload() {
        broker.subscribe("good", message -> true, message -> {});
        broker.subscribe("bad", message -> true, message -> {
            throw new StackOverflowError("deep");
        });

        assertThat(send(message("a", 1)))
                .failsWithin(Duration.ofSeconds(120))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(DeliveryFailedException.class)
                .withMessageContaining("Subscriber bad")
                .withMessageContaining("deep")
                .withMessageNotContaining("secret");
    }

    @Test
    void a_subscriber_gets_the_messages_of_a_key_one_after_the_other_in_order() {
        List<Long> order = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        broker.subscribe("reader", message -> true, message -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            order.add(message.number().version());
            inside.decrementAndGet();
        });

        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            sent.add(send(message("a", i)));
        }

        assertThat(sent).allSatisfy(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(120)));
        assertThat(order).hasSize(500).isSorted();
        assertThat(most).hasValue(1);
    }

    @Test
    void a_key_that_is_handled_slowly_does_not_keep_others_waiting() {
        broker.subscribe("reader", message -> true, message -> {
            if (message.key().id().equals("slow")) {
                release.await();
            }
        });

        CompletableFuture<Void> slow = send(message("slow", 1));

        assertThat(send(message("quick", 1))).succeedsWithin(Duration.ofSeconds(120));
        assertThat(slow).isNotDone();
    }

    @Test
    void a_repeated_send_joins_the_one_that_is_still_running() {
        AtomicInteger runs = new AtomicInteger();
        broker.subscribe("reader", message -> true, message -> {
            runs.incrementAndGet();
            release.await();
        });
        Message message = message("a", 1);

        CompletableFuture<Void> first = send(message);
        CompletableFuture<Void> second = send(message);
        release.countDown();

        assertThat(first).succeedsWithin(Duration.ofSeconds(120));
        assertThat(second).succeedsWithin(Duration.ofSeconds(120));
        assertThat(runs).hasValue(1);
        assertThat(send(message)).as("a send after that is a new delivery").succeedsWithin(Duration.ofSeconds(120));
        assertThat(runs).hasValue(2);
    }

    @Test
    void a_closed_broker_waits_for_running_handlers_and_refuses_the_rest_as_unavailable() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        broker.subscribe("reader", message -> true, message -> {
            running.countDown();
            release.await();
        });
        CompletableFuture<Void> begun = send(message("a", 1));
        CompletableFuture<Void> waiting = send(message("a", 2));
        assertThat(running.await(30, SECONDS)).isTrue();

        CompletableFuture<Void> closing = CompletableFuture.runAsync(broker::close);
        assertThat(waiting)
                .failsWithin(Duration.ofSeconds(120))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(BrokerUnavailableException.class);
        release.countDown();

        assertThat(closing).succeedsWithin(Duration.ofSeconds(120));
        assertThat(begun).isCompleted();
        assertThat(send(message("b", 1))).isCompletedExceptionally();
    }

    @Test
    void a_name_that_is_taken_is_refused() {
        broker.subscribe("reader", message -> true, message -> {});

        assertThatThrownBy(() -> broker.subscribe("reader", message -> true, message -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("reader", "no other subscriber", "MessageDispatcher");
    }

    @Test
    void a_wrong_number_of_threads_is_refused() {
        assertThatThrownBy(() -> InMemoryBroker.withThreads(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("0", "1 to 100");
    }

    private CompletableFuture<Void> send(Message message) {
        return broker.send(message).toCompletableFuture();
    }

    private static Message message(String key, long version) {
        return new Message(
                UUID.randomUUID(),
                "test",
                new MessageKey("thing", key),
                new MessageNumber(version, 0),
                "test.Thing",
                1,
                "\"secret\"",
                Instant.EPOCH,
                EventMetadata.NONE,
                Map.of());
    }
}
