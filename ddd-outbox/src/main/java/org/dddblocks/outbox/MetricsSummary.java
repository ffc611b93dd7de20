package org.dddblocks.outbox;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Adds up what happened and writes it as one line, not more often than asked for. */
final class MetricsSummary implements OutboxMetrics {
    private static final long NANOS_OF_A_MILLISECOND = 1_000_000;

    private final long every;
    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private long nextLine;
    private long accepted;
    private long sumOfNanos;
    private long longest;
    private long failed;
    private long away;
    private int taken;
    private int given;
    private int lost;
    private @Nullable OutboxFigures figures;

    MetricsSummary(Duration every, Consumer<String> log, LongSupplier nanoTime) {
        Given.that(
                every.toMillis() >= 1000,
                "The time between two lines of OutboxMetrics.summary",
                every,
                "at least 1 second",
                "A minute suits most.");
        this.every = every.toNanos();
        this.log = log;
        this.nanoTime = nanoTime;
        this.nextLine = nanoTime.getAsLong() + this.every;
    }

    @Override
    public synchronized void accepted(Message message, Duration took) {
        accepted++;
        sumOfNanos += took.toNanos();
        longest = Math.max(longest, took.toNanos());
        line();
    }

    @Override
    public synchronized void failed(Message message, Throwable failure) {
        failed++;
        line();
    }

    @Override
    public synchronized void brokerAway(Message message, Throwable failure) {
        away++;
        line();
    }

    @Override
    public synchronized void bucketsTaken(int buckets) {
        taken += buckets;
        line();
    }

    @Override
    public synchronized void bucketsGiven(int buckets) {
        given += buckets;
        line();
    }

    @Override
    public synchronized void bucketsLost(int buckets) {
        lost += buckets;
        line();
    }

    @Override
    public synchronized void sampled(OutboxFigures newest) {
        figures = newest;
        line();
    }

    private void line() {
        long now = nanoTime.getAsLong();
        if (now - nextLine < 0) {
            return;
        }
        nextLine = now + every;
        log.accept(text());
        accepted = 0;
        sumOfNanos = 0;
        longest = 0;
        failed = 0;
        away = 0;
        taken = 0;
        given = 0;
        lost = 0;
    }

    private String text() {
        long mean = accepted == 0 ? 0 : sumOfNanos / accepted;
        String sent = "Outbox: %d messages accepted, %d ms on average, %d ms at most; %d sends failed, %d met no broker"
                .formatted(accepted, mean / NANOS_OF_A_MILLISECOND, longest / NANOS_OF_A_MILLISECOND, failed, away);
        String moved = taken + given + lost == 0
                ? ""
                : "; %d buckets taken, %d given back, %d lost".formatted(taken, given, lost);
        return sent + moved + full();
    }

    private String full() {
        return figures == null
                ? ""
                : "; %d wait, the oldest for %s; %d keys blocked, %d dead letters"
                        .formatted(
                                figures.depth(),
                                Duration.ofSeconds(figures.oldest().toSeconds()),
                                figures.blockedKeys(),
                                figures.deadLetters());
    }
}
