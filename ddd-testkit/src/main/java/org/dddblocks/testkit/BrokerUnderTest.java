package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dddblocks.core.EventIds;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageHandler;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.MessageNumber;

/** A broker with an empty destination, and what its consumer got. */
abstract class BrokerUnderTest {
    private static final int LONGEST_SECONDS = 120;
    private static final long NANOS_OF_A_SECOND = 1_000_000_000;

    private final List<Message> received = new ArrayList<>();

    BrokerUnderTest() {}

    /**
     * A client of the broker, for the destination of this test, which is empty at its beginning.
     *
     * @return the adapter under test; closed by the contract
     */
    protected abstract Broker connect();

    /**
     * Attaches the only consumer of that destination. It gets what was accepted and not handled yet; what its handler fails on
     * comes again.
     *
     * @param handler to be called by threads of the adapter
     */
    protected abstract void consume(MessageHandler handler);

    /** How long to wait for what must happen; less only where something was broken on purpose. */
    int patienceSeconds() {
        return LONGEST_SECONDS;
    }

    /** Notes a message, for a consumer that does nothing else. */
    final void receive(Message message) {
        synchronized (received) {
            received.add(message);
            received.notifyAll();
        }
    }

    final List<Message> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /** Waits until all of them came, and returns each where it came first. */
    final List<Message> received(Collection<Message> sent) {
        Set<UUID> missing = new HashSet<>();
        sent.forEach(message -> missing.add(message.id()));
        long end = System.nanoTime() + patienceSeconds() * NANOS_OF_A_SECOND;
        synchronized (received) {
            while (!ids(received).containsAll(missing)) {
                long left = (end - System.nanoTime()) / 1_000_000;
                missing.removeAll(ids(received));
                assertThat(left).as("messages that did not come: %s", missing).isPositive();
                pause(left);
            }
        }
        Set<UUID> seen = new HashSet<>();
        return received().stream().filter(message -> seen.add(message.id())).toList();
    }

    private void pause(long millis) {
        try {
            received.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for messages.", e);
        }
    }

    private static Set<UUID> ids(Collection<Message> messages) {
        Set<UUID> ids = new HashSet<>();
        messages.forEach(message -> ids.add(message.id()));
        return ids;
    }

    static void assertInOrder(List<Message> messages) {
        Map<MessageKey, MessageNumber> last = new HashMap<>();
        for (Message message : messages) {
            MessageNumber before = last.put(message.key(), message.number());
            assertThat(before == null || before.compareTo(message.number()) < 0)
                    .as("%s comes after number %s of its key", message, before)
                    .isTrue();
        }
    }

    static Message message(String key, long version) {
        return message(new MessageKey("order", key), version, "{\"sku\":\"84029G\"}");
    }

    static Message message(MessageKey key, long version, String payload) {
        return new Message(
                EventIds.next(),
                "ordering",
                key,
                new MessageNumber(version, 0),
                "order-was-placed",
                1,
                payload,
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                EventMetadata.NONE,
                Map.of());
    }

    /** As many messages of each key, those of all keys mixed. */
    static List<Message> messages(int keys, int each) {
        List<Message> messages = new ArrayList<>();
        for (int version = 1; version <= each; version++) {
            for (int key = 0; key < keys; key++) {
                messages.add(message("k" + key, version));
            }
        }
        return messages;
    }
}
