package org.dddblocks.eventstore;

import java.time.Duration;

/**
 * How a {@link ProjectionEngine} works; {@code builder().build()} is the recommended production setting.
 *
 * @param lease how long a node may be silent before another takes over; also how long a handler may let the
 *     database wait between two statements; 100 ms to 10 minutes; default 10 s
 * @param pollEvery pause between two looks at a feed without news, and of a node that stands by at the lease; 10 ms to
 *     365 days; default 200 ms. Events appended in the engine's own process do not wait for it
 * @param batchSize stored events read at once, and applied in one transaction at most, 1 to 10,000; default 256
 * @param retries how often an event that failed is tried again, alone, before the policy decides, at least 0; default 5
 * @param retryAfter pause before the first retry, doubled before each further one, from 1 ms; default 200 ms
 * @param retryAtMostAfter longest pause between two tries, {@code retryAfter} to 365 days; default 30 s
 * @param onPoison what happens to an event that still fails then; default {@link PoisonPolicy#STOP}
 * @param closeTimeout how long {@code close()} waits for transactions under way, 0 to 365 days; default 10 s
 * @param metrics is told about progress and lag; default nobody
 */
public record ProjectionConfig(
        Duration lease,
        Duration pollEvery,
        int batchSize,
        int retries,
        Duration retryAfter,
        Duration retryAtMostAfter,
        PoisonPolicy onPoison,
        Duration closeTimeout,
        EventStoreMetrics metrics) {
    /**
     * The one place that checks, whoever creates it.
     *
     * @throws IllegalArgumentException naming the setting, its value and what is allowed
     */
    public ProjectionConfig {
        Limits.given(lease, "ProjectionConfig.lease");
        Limits.given(pollEvery, "ProjectionConfig.pollEvery");
        Limits.given(retryAfter, "ProjectionConfig.retryAfter");
        Limits.given(retryAtMostAfter, "ProjectionConfig.retryAtMostAfter");
        Limits.given(onPoison, "ProjectionConfig.onPoison");
        Limits.given(closeTimeout, "ProjectionConfig.closeTimeout");
        Limits.given(metrics, "ProjectionConfig.metrics");
        check(
                lease.toMillis() >= 100 && lease.compareTo(Duration.ofMinutes(10)) <= 0,
                "lease",
                lease,
                "100 ms to 10 minutes");
        check(Limits.between(Duration.ofMillis(10), pollEvery), "pollEvery", pollEvery, "10 ms to 365 days");
        check(batchSize >= 1 && batchSize <= 10_000, "batchSize", batchSize, "1 to 10000");
        check(retries >= 0, "retries", retries, "at least 0");
        check(Limits.between(Duration.ofMillis(1), retryAfter), "retryAfter", retryAfter, "1 ms to 365 days");
        check(
                Limits.between(retryAfter, retryAtMostAfter),
                "retryAtMostAfter",
                retryAtMostAfter,
                "retryAfter to 365 days");
        check(Limits.between(Duration.ZERO, closeTimeout), "closeTimeout", closeTimeout, "0 to 365 days");
    }

    private static void check(boolean allowed, String setting, Object given, String rule) {
        if (!allowed) {
            throw new IllegalArgumentException(
                    "ProjectionConfig.%s is %s; it must be %s. Set it with".formatted(setting, given, rule)
                            + " ProjectionConfig.builder().%s(…).".formatted(setting));
        }
    }

    /**
     * Starts from the recommended setting.
     *
     * @return a builder with every default
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Changes single settings of the recommended configuration. */
    public static final class Builder {
        private Duration lease = Duration.ofSeconds(10);
        private Duration pollEvery = Duration.ofMillis(200);
        private int batchSize = 256;
        private int retries = 5;
        private Duration retryAfter = Duration.ofMillis(200);
        private Duration retryAtMostAfter = Duration.ofSeconds(30);
        private PoisonPolicy onPoison = PoisonPolicy.STOP;
        private Duration closeTimeout = Duration.ofSeconds(10);
        private EventStoreMetrics metrics = EventStoreMetrics.NOBODY;

        private Builder() {}

        /**
         * Sets how long a node may be silent before another takes over.
         *
         * @param length 100 ms to 10 minutes
         * @return this builder
         */
        public Builder lease(Duration length) {
            this.lease = length;
            return this;
        }

        /**
         * Sets the pause between two looks.
         *
         * @param pause 10 ms to 365 days
         * @return this builder
         */
        public Builder pollEvery(Duration pause) {
            this.pollEvery = pause;
            return this;
        }

        /**
         * Sets how many stored events are applied in one transaction at most.
         *
         * @param events 1 to 10,000
         * @return this builder
         */
        public Builder batchSize(int events) {
            this.batchSize = events;
            return this;
        }

        /**
         * Sets how often an event that failed is tried again.
         *
         * @param times at least 0
         * @return this builder
         */
        public Builder retries(int times) {
            this.retries = times;
            return this;
        }

        /**
         * Sets the pause before the first retry.
         *
         * @param pause from 1 ms
         * @return this builder
         */
        public Builder retryAfter(Duration pause) {
            this.retryAfter = pause;
            return this;
        }

        /**
         * Sets the longest pause between two tries.
         *
         * @param pause {@code retryAfter} to 365 days
         * @return this builder
         */
        public Builder retryAtMostAfter(Duration pause) {
            this.retryAtMostAfter = pause;
            return this;
        }

        /**
         * Sets what happens to an event that cannot be applied.
         *
         * @param policy for projections that were not given one of their own
         * @return this builder
         */
        public Builder onPoison(PoisonPolicy policy) {
            this.onPoison = policy;
            return this;
        }

        /**
         * Sets how long {@code close()} waits.
         *
         * @param timeout 0 to 365 days
         * @return this builder
         */
        public Builder closeTimeout(Duration timeout) {
            this.closeTimeout = timeout;
            return this;
        }

        /**
         * Sets who is told about progress and lag.
         *
         * @param listener answers at once
         * @return this builder
         */
        public Builder metrics(EventStoreMetrics listener) {
            this.metrics = listener;
            return this;
        }

        /**
         * Builds the configuration.
         *
         * @return it
         * @throws IllegalArgumentException if a setting is not allowed
         */
        public ProjectionConfig build() {
            return new ProjectionConfig(
                    lease,
                    pollEvery,
                    batchSize,
                    retries,
                    retryAfter,
                    retryAtMostAfter,
                    onPoison,
                    closeTimeout,
                    metrics);
        }
    }
}
