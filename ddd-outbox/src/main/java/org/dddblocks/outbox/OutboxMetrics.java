package org.dddblocks.outbox;

import java.time.Duration;
import java.util.Objects;
import org.dddblocks.persistence.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is told what happens between outbox and broker, to hand it to a metrics library; whoever is not interested does nothing.
 *
 * <p>{@link #measuring} puts it in front of any broker; {@link OutboxRelay#with(Database, Broker, OutboxConfig,
 * OutboxMetrics)} does that, and tells it of the relay's buckets too. How full the outbox is, {@link OutboxFigures} tells
 * whoever asks. <b>Threads.</b> Called by many threads, of buckets by the relay's own, so answers must come at once. A
 * failure is logged and changes nothing.
 *
 * <pre>{@code
 * OutboxMetrics metrics = new OutboxMetrics() {
 *     @Override
 *     public void accepted(Message message, Duration took) {
 *         latency.record(took);
 *     }
 * };
 * OutboxRelay relay = OutboxRelay.with(database, broker, OutboxConfig.builder().build(), metrics);
 * }</pre>
 */
public interface OutboxMetrics {
    /** Tells nobody. */
    OutboxMetrics NOBODY = new OutboxMetrics() {};

    /**
     * The broker took a message over.
     *
     * @param message the message
     * @param took from handing it to the client to the answer
     */
    default void accepted(Message message, Duration took) {}

    /**
     * A message was not accepted, or that is not certain; it is sent again.
     *
     * @param message the message
     * @param failure what the client said
     */
    default void failed(Message message, Throwable failure) {}

    /**
     * The broker as a whole was away when a message was sent; it is sent again.
     *
     * @param message the message
     * @param failure what the client said
     */
    default void brokerAway(Message message, Throwable failure) {}

    /**
     * A relay took buckets that nobody held: at its start, or since another one gave or lost them.
     *
     * @param buckets how many of the 64, at least 1
     */
    default void bucketsTaken(int buckets) {}

    /**
     * A relay gave buckets back in good order: to make shares fair, or as it was closed.
     *
     * @param buckets how many of the 64, at least 1
     */
    default void bucketsGiven(int buckets) {}

    /**
     * A relay lost buckets: its lease was taken over, or it was closed and could not say so to the database. What was on its
     * way may come twice.
     *
     * @param buckets how many of the 64, at least 1
     */
    default void bucketsLost(int buckets) {}

    /**
     * How full the outbox is.
     *
     * @param figures as whoever samples them has read them
     */
    default void sampled(OutboxFigures figures) {}

    /**
     * Lets this know of all sends to a broker.
     *
     * @param broker carries the messages away
     * @return the same broker, measured; closing it closes that one
     */
    default Broker measuring(Broker broker) {
        return new MeasuredBroker(Objects.requireNonNull(broker, "broker"), this, System::nanoTime);
    }

    /**
     * Writes a line of log from time to time: how many messages were accepted and how fast, what failed, what became of the
     * relay's buckets, how full the outbox was when it was last sampled. Nothing while nothing happens.
     *
     * @param every the least time between two lines, at least 1 second
     * @return metrics for one outbox
     */
    static OutboxMetrics summary(Duration every) {
        Logger log = LoggerFactory.getLogger(OutboxMetrics.class);
        return new MetricsSummary(every, log::info, System::nanoTime);
    }
}
