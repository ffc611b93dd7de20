package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutboxMetricsTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
    private final List<String> told = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Message message = Context.on(TestDatabase.H2).publish("1", "secret");
    private CompletionStage<Void> answer = CompletableFuture.completedFuture(null);

    private Broker broker() {
        return new Broker() {
            @Override
            public CompletionStage<Void> send(Message sent) {
                now.addAndGet(3_000_000);
                return answer;
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
    }

    private OutboxMetrics telling() {
        return new OutboxMetrics() {
            @Override
            public void accepted(Message sent, Duration took) {
                told.add("accepted in " + took);
            }

            @Override
            public void failed(Message sent, Throwable failure) {
                told.add("failed " + failure.getMessage());
            }

            @Override
            public void brokerAway(Message sent, Throwable failure) {
                told.add("away " + failure.getMessage());
            }
        };
    }

    @Test
    void a_measured_broker_tells_what_became_of_each_send_and_hands_the_answer_on() {
        Broker measured = new MeasuredBroker(broker(), telling(), now::get);

        assertThat(measured.send(message).toCompletableFuture()).isCompleted();
        answer = CompletableFuture.failedFuture(new CompletionException(new IllegalStateException("nack")));
        assertThat(measured.send(message).toCompletableFuture()).isCompletedExceptionally();
        answer = CompletableFuture.failedFuture(new BrokerUnavailableException("gone"));
        assertThat(measured.send(message).toCompletableFuture()).isCompletedExceptionally();
        measured.close();

        assertThat(told).containsExactly("accepted in PT0.003S", "failed nack", "away gone");
        assertThat(closed).isTrue();
    }

    @Test
    void a_refusal_that_is_thrown_is_told_and_thrown_and_metrics_that_fail_change_nothing() {
        Broker away = OutboxMetrics.NOBODY.measuring(broker());
        assertThat(away.send(message).toCompletableFuture()).isCompleted();
        OutboxMetrics failing = new OutboxMetrics() {
            @Override
            public void accepted(Message sent, Duration took) {
                throw new IllegalStateException("no such meter");
            }
        };
        assertThat(failing.measuring(broker()).send(message).toCompletableFuture())
                .isCompleted();
        Broker closedBroker = InMemoryBroker.withThreads(1);
        closedBroker.close();
        assertThat(telling().measuring(closedBroker).send(message).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(told).hasSize(1).allSatisfy(line -> assertThat(line).startsWith("away"));
    }

    @Test
    void a_summary_writes_one_line_in_its_time_without_payloads_and_begins_anew() {
        List<String> lines = new ArrayList<>();
        MetricsSummary summary = new MetricsSummary(Duration.ofSeconds(60), lines::add, now::get);
        summary.accepted(message, Duration.ofMillis(2));
        summary.accepted(message, Duration.ofMillis(4));
        summary.failed(message, new IllegalStateException("no"));
        assertThat(lines).isEmpty();

        now.addAndGet(Duration.ofSeconds(60).toNanos());
        summary.brokerAway(message, new BrokerUnavailableException("gone"));
        summary.accepted(message, Duration.ofMillis(9));
        assertThat(lines)
                .containsExactly(
                        "Outbox: 2 messages accepted, 3 ms on average, 4 ms at most; 1 sends failed, 1 met no broker");

        now.addAndGet(Duration.ofSeconds(60).toNanos());
        summary.sampled(new OutboxFigures(12, Duration.ofMillis(61_200), 2, 1));
        assertThat(lines.get(1))
                .isEqualTo(
                        "Outbox: 1 messages accepted, 9 ms on average, 9 ms at most; 0 sends failed, 0 met no broker;"
                                + " 12 wait, the oldest for PT1M1S; 2 keys blocked, 1 dead letters");
        assertThatThrownBy(() -> OutboxMetrics.summary(Duration.ofMillis(999)))
                .hasMessageContaining("at least 1 second");
    }
}
