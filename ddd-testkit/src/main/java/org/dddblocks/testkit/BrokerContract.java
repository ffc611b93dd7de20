package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.core.EventIds;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.BrokerUnavailableException;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.MessageNumber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Broker} promises together with its consumer: nothing accepted is lost, messages arrive as they were sent,
 * those of a key in the order in which they were accepted, one at a time, until their handler returns. The guide to writing
 * an adapter. An adapter whose broker outlives its clients extends {@link DurableBrokerContract}.
 *
 * <pre>{@code
 * class MyBrokerContractTest extends BrokerContract {
 *     private final InMemoryBroker broker = InMemoryBroker.withThreads(4);
 *
 *     @Override
 *     protected Broker connect() {
 *         return broker;
 *     }
 *
 *     @Override
 *     protected void consume(MessageHandler handler) {
 *         broker.subscribe("contract", message -> true, handler);
 *     }
 * }
 * }</pre>
 */
public abstract class BrokerContract extends BrokerUnderTest {
    private static final int LONGEST_PAYLOAD = 1_000_000;

    private Broker broker;

    /** For subclasses. */
    protected BrokerContract() {}

    @BeforeEach
    final void open() {
        broker = connect();
    }

    @AfterEach
    final void close() {
        broker.close();
    }

    final Broker broker() {
        return broker;
    }

    final List<Message> roundTrip(List<Message> messages) {
        consume(this::receive);
        PatientSends.of(broker, messages);
        return received(messages);
    }

    @Test
    void a_message_arrives_with_all_that_it_was_sent_with() {
        Message bare = message("bare", 1);
        Message full = new Message(
                EventIds.next(),
                "Bestellungen/ordering é",
                new MessageKey("Größe: x/y?z=1&2", " führend, \"Gänsefüßchen\", 漢字, 🙂 "),
                new MessageNumber(Long.MAX_VALUE, Integer.MAX_VALUE),
                "order-was-placed",
                Integer.MAX_VALUE,
                "{ \"b\" : 10.00,\n\t\"a\":\"ü漢🙂\\u0000\" }",
                Instant.parse("9999-12-31T23:59:59.999999Z"),
                new EventMetadata("correlation", "causation", "ann ä", "shop", "00-trace-01"),
                Map.of("reply-to", "billing", "note", "ä 漢 🙂, with spaces ", "empty", ""));
        Message early = new Message(
                EventIds.next(),
                "s",
                new MessageKey("order", "early"),
                new MessageNumber(1, 0),
                "t",
                1,
                "null",
                Instant.parse("0001-01-01T00:00:00Z"),
                EventMetadata.NONE.withActor("ann"),
                Map.of());

        assertThat(roundTrip(List.of(bare, full, early))).containsExactlyInAnyOrder(bare, full, early);
    }

    @Test
    void the_longest_payload_and_the_most_headers_arrive_whole() {
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            headers.put("h" + i, "v".repeat(100));
        }
        Message sent =
                message(new MessageKey("order", "o".repeat(255)), 1, "\"" + "p".repeat(LONGEST_PAYLOAD - 2) + "\"");
        Message large = new Message(
                sent.id(),
                sent.source(),
                sent.key(),
                sent.number(),
                sent.type(),
                1,
                sent.payload(),
                sent.time(),
                sent.metadata(),
                headers);

        assertThat(roundTrip(List.of(large)).get(0).equals(large))
                .as("arrives as it was sent")
                .isTrue();
    }

    @Test
    void messages_of_a_key_arrive_in_the_order_in_which_they_were_accepted() {
        List<Message> sent = messages(10, 20);

        List<Message> received = roundTrip(sent);

        assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
        assertInOrder(received);
    }

    @Test
    void keys_that_differ_in_case_space_or_accent_stay_different() {
        List<Message> sent = new ArrayList<>();
        for (String key : List.of("a", "A", "a ", " a", "ä", "a\u0308", "a/b", "a.b")) {
            sent.add(message(key, 1));
        }
        sent.add(message(new MessageKey("order/a", "b"), 1, "{}"));

        assertThat(roundTrip(sent))
                .extracting(Message::key)
                .containsExactlyInAnyOrderElementsOf(
                        sent.stream().map(Message::key).toList());
    }

    @Test
    void a_message_comes_again_until_its_handler_returns_and_later_ones_of_its_key_wait() {
        List<Message> sent = List.of(message("a", 1), message("a", 2), message("a", 3), message("b", 1));
        AtomicInteger failures = new AtomicInteger();
        consume(message -> {
            if (message.equals(sent.get(1)) && failures.get() < 3) {
                if (failures.incrementAndGet() == 2) {
                    throw new StackOverflowError("on purpose");
                }
                throw new IllegalStateException("on purpose");
            }
            receive(message);
        });

        PatientSends.of(broker, sent);

        assertInOrder(received(sent));
        assertThat(failures).hasValue(3);
    }

    @Test
    void a_key_has_one_message_in_its_handler_at_a_time() {
        Set<MessageKey> busy = ConcurrentHashMap.newKeySet();
        List<Message> overlapping = Collections.synchronizedList(new ArrayList<>());
        consume(message -> {
            if (!busy.add(message.key())) {
                overlapping.add(message);
            }
            Thread.yield();
            receive(message);
            busy.remove(message.key());
        });
        List<Message> sent = messages(4, 25);

        PatientSends.of(broker, sent);

        received(sent);
        assertThat(overlapping).isEmpty();
    }

    @Test
    void a_message_that_is_sent_again_arrives_under_the_same_id() {
        Message message = message("a", 1);
        Message next = message("a", 2);
        consume(this::receive);

        PatientSends.of(broker, List.of(message));
        PatientSends.of(broker, List.of(message));
        PatientSends.of(broker, List.of(next));

        received(List.of(next));
        assertThat(received()).startsWith(message).endsWith(next).containsOnly(message, next);
    }

    @Test
    void a_handler_that_takes_its_time_does_not_hold_up_the_thread_that_sends() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        AtomicInteger heldUp = new AtomicInteger();
        Message message = message("a", 1);
        consume(delivered -> {
            heldUp.addAndGet(sent.await(patienceSeconds(), TimeUnit.SECONDS) ? 0 : 1);
            receive(delivered);
        });

        CompletableFuture<Void> answer = broker.send(message).toCompletableFuture();
        sent.countDown();

        answer.get(patienceSeconds(), TimeUnit.SECONDS);
        received(List.of(message));
        assertThat(heldUp).hasValue(0);
    }

    @Test
    void a_closed_client_answers_what_is_on_its_way_and_refuses_the_rest_as_unavailable() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        consume(delivered -> closing.await(patienceSeconds(), TimeUnit.SECONDS));
        CompletableFuture<Void> underWay = broker.send(message("a", 1)).toCompletableFuture();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Thread closer = new Thread(
                () -> {
                    closing.countDown();
                    broker.close();
                    broker.close();
                    closed.complete(null);
                },
                "closer");
        closer.setDaemon(true);
        closer.start();
        closed.get(patienceSeconds(), TimeUnit.SECONDS);

        assertThat(underWay.handle((nothing, failure) -> true).get(patienceSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThatThrownBy(() -> sendAndWait(message("b", 1))).isInstanceOf(BrokerUnavailableException.class);
    }

    final void sendAndWait(Message message) throws InterruptedException, TimeoutException {
        try {
            broker.send(message).toCompletableFuture().get(patienceSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
