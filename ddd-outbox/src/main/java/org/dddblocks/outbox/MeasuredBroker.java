package org.dddblocks.outbox;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells metrics what becomes of each send. */
final class MeasuredBroker implements Broker {
    private static final Logger LOG = LoggerFactory.getLogger(MeasuredBroker.class);

    private final Broker broker;
    private final OutboxMetrics metrics;
    private final LongSupplier nanoTime;
    private final QuietLog log;

    MeasuredBroker(Broker broker, OutboxMetrics metrics, LongSupplier nanoTime) {
        this.broker = broker;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.log = new QuietLog(LOG, nanoTime);
    }

    @Override
    public CompletionStage<Void> send(Message message) {
        long departed = nanoTime.getAsLong();
        CompletionStage<Void> answer;
        try {
            answer = broker.send(message);
        } catch (RuntimeException refused) {
            tell(message, departed, refused);
            throw refused;
        }
        return answer == null ? answer : answer.whenComplete((nothing, failure) -> tell(message, departed, failure));
    }

    private void tell(Message message, long departed, @Nullable Throwable failure) {
        try {
            if (failure == null) {
                metrics.accepted(message, Duration.ofNanos(nanoTime.getAsLong() - departed));
            } else if (Failures.brokerAway(failure)) {
                metrics.brokerAway(message, Failures.unwrapped(failure));
            } else {
                metrics.failed(message, Failures.unwrapped(failure));
            }
        } catch (RuntimeException broken) {
            log.warn("metrics", "The metrics of the outbox failed; messages are sent all the same: " + broken);
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
