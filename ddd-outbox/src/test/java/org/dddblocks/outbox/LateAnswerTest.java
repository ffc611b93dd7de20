package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers that come when the message is on its way a second time, or long since delivered. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class LateAnswerTest {
    private static final Duration LONG = Duration.ofSeconds(120);

    private final Context context;

    LateAnswerTest(TestDatabase kind) {
        context = Context.on(kind);
    }

    @Test
    void a_message_that_was_accepted_late_is_not_listed_as_failing_when_its_second_send_is_refused() {
        List<CompletableFuture<Void>> sends = new CopyOnWriteArrayList<>();
        try (OutboxRelay relay = relay(5, message -> {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            sends.add(answer);
            return answer;
        })) {
            relay.start();
            context.publish("k", "1");
            await().atMost(LONG).until(() -> sends.size() == 2);
            sends.get(0).complete(null);
            sends.get(1).completeExceptionally(new IllegalArgumentException("refused"));
            await().atMost(LONG).until(() -> relay.pending() == 0);
        }

        assertThat(context.column("select aggregateid from ddd_outbox_failing")).isEmpty();
    }

    @Test
    void an_answer_to_an_earlier_message_gives_the_failing_one_behind_it_no_further_attempts() {
        List<CompletableFuture<Void>> first = new CopyOnWriteArrayList<>();
        AtomicInteger refused = new AtomicInteger();
        try (OutboxRelay relay = relay(6, message -> {
            if (Context.note(message).equals("1")) {
                CompletableFuture<Void> answer = first.isEmpty() ? new CompletableFuture<>() : done();
                first.add(answer);
                return answer;
            }
            refused.incrementAndGet();
            return CompletableFuture.failedFuture(new IllegalArgumentException("refused"));
        })) {
            relay.start();
            context.publish("k", "1");
            context.publish("k", "2");
            await().atMost(LONG).until(() -> refused.get() == 4 && failures() == 4);
            first.get(0).complete(null);
            DeadLetters letters = DeadLetters.on(context.database);
            await().atMost(LONG).until(() -> letters.count() == 1);
        }

        assertThat(refused).hasValue(6);
    }

    private int failures() {
        return context.column("select attempts from ddd_outbox_failing").stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    private OutboxRelay relay(int attempts, Function<Message, CompletionStage<Void>> send) {
        OutboxConfig config = OutboxConfig.builder()
                .pollEvery(Duration.ofMillis(20))
                .pollIdleEvery(Duration.ofMillis(20))
                .sendTimeout(Duration.ofMillis(500))
                .retryAfter(Duration.ofMillis(400))
                .retryAtMostAfter(Duration.ofMillis(400))
                .attempts(attempts)
                .build();
        Broker broker = new Broker() {
            @Override
            public CompletionStage<Void> send(Message message) {
                return send.apply(message);
            }

            @Override
            public void close() {}
        };
        return OutboxRelay.with(context.database, broker, config);
    }
}
