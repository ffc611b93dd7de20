package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageKey;
import org.jspecify.annotations.Nullable;

/**
 * Sends as a relay does: many keys at the same time, of a key the next message once the one before was accepted, and each again
 * until it is.
 */
final class PatientSends {
    private static final int LONGEST_SECONDS = 120;
    private static final long RETRY_NANOS = 2_000_000;

    private final Broker broker;
    private final Map<MessageKey, Deque<Message>> lanes = new LinkedHashMap<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

    private PatientSends(Broker broker, Collection<Message> messages) {
        this.broker = broker;
        for (Message message : messages) {
            lanes.computeIfAbsent(message.key(), key -> new ArrayDeque<>()).add(message);
        }
    }

    /** Returns when all were accepted. */
    static void of(Broker broker, Collection<Message> messages) {
        new PatientSends(broker, messages).run();
    }

    private void run() {
        lanes.values().forEach(lane -> send(lane.element()));
        int open = lanes.size();
        while (open > 0) {
            Answer answer = next();
            Deque<Message> lane = lane(answer.message());
            if (answer.failure() == null) {
                lane.remove();
            } else {
                LockSupport.parkNanos(RETRY_NANOS);
            }
            if (lane.isEmpty()) {
                open--;
            } else {
                send(lane.element());
            }
        }
    }

    private Deque<Message> lane(Message message) {
        return lanes.getOrDefault(message.key(), new ArrayDeque<>());
    }

    private void send(Message message) {
        try {
            broker.send(message).whenComplete((nothing, failure) -> answers.add(new Answer(message, failure)));
        } catch (RuntimeException refused) {
            answers.add(new Answer(message, refused));
        }
    }

    private Answer next() {
        try {
            Answer answer = answers.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
            assertThat(answer)
                    .as("an answer of the broker within %d seconds", LONGEST_SECONDS)
                    .isNotNull();
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the broker.", e);
        }
    }

    private record Answer(Message message, @Nullable Throwable failure) {}
}
