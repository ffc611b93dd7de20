package org.dddblocks.saga;

import java.time.Duration;

/**
 * How a runner works; {@code builder().build()} is the recommended production setting.
 *
 * <pre>{@code
 * SagaConfig config = SagaConfig.builder()
 *         .threads(8)
 *         .pollEvery(Duration.ofMillis(200))
 *         .build();
 * }</pre>
 *
 * @param threads instances worked on at the same time, 1 to 1000; each needs one connection; default 4
 * @param pollEvery pause between two looks for instances that are due, at least 10 ms; default 500 ms. Ordinary progress
 *     does not wait for it: starts and replies in this process wake the runner
 * @param maxStarts starts of one step without finishing after which the instance stands in NEEDS_ATTENTION, at least 1;
 *     default 20
 * @param firstRetry pause before the second start of a step, at least 1 ms; doubled each time, with jitter; default 200 ms
 * @param longestRetry longest pause between two starts, at least {@code firstRetry}; default 1 minute
 * @param unknownAfter how long an instance of a definition that this process does not know may be overdue before it is
 *     parked, not negative; default 1 minute, so that during a deployment the process that knows it takes it
 */
public record SagaConfig(
        int threads,
        Duration pollEvery,
        int maxStarts,
        Duration firstRetry,
        Duration longestRetry,
        Duration unknownAfter) {

    /**
     * Checks every setting, whoever sets it.
     *
     * @throws IllegalArgumentException naming the setting that is out of its range, its value and what is allowed
     */
    public SagaConfig {
        check(threads >= 1 && threads <= 1000, "threads", threads, "1 to 1000");
        check(pollEvery.toMillis() >= 10, "pollEvery", pollEvery, "at least 10 ms");
        check(maxStarts >= 1, "maxStarts", maxStarts, "at least 1");
        check(firstRetry.toMillis() >= 1, "firstRetry", firstRetry, "at least 1 ms");
        check(longestRetry.compareTo(firstRetry) >= 0, "longestRetry", longestRetry, "at least firstRetry");
        check(!unknownAfter.isNegative(), "unknownAfter", unknownAfter, "zero or more");
    }

    private static void check(boolean holds, String name, Object value, String allowed) {
        Checks.that(
                holds,
                "SagaConfig.%s is %s; it must be %s. Set it with SagaConfig.builder().%s(…).",
                name,
                value,
                allowed,
                name);
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; not for several threads. */
    public static final class Builder {
        private int threads = 4;
        private Duration pollEvery = Duration.ofMillis(500);
        private int maxStarts = 20;
        private Duration firstRetry = Duration.ofMillis(200);
        private Duration longestRetry = Duration.ofMinutes(1);
        private Duration unknownAfter = Duration.ofMinutes(1);

        private Builder() {}

        /**
         * Sets {@link SagaConfig#threads()}.
         *
         * @param count 1 to 1000
         * @return this
         */
        public Builder threads(int count) {
            this.threads = count;
            return this;
        }

        /**
         * Sets {@link SagaConfig#pollEvery()}.
         *
         * @param pause at least 10 ms
         * @return this
         */
        public Builder pollEvery(Duration pause) {
            this.pollEvery = pause;
            return this;
        }

        /**
         * Sets {@link SagaConfig#maxStarts()}.
         *
         * @param starts at least 1
         * @return this
         */
        public Builder maxStarts(int starts) {
            this.maxStarts = starts;
            return this;
        }

        /**
         * Sets {@link SagaConfig#firstRetry()}.
         *
         * @param pause at least 1 ms
         * @return this
         */
        public Builder firstRetry(Duration pause) {
            this.firstRetry = pause;
            return this;
        }

        /**
         * Sets {@link SagaConfig#longestRetry()}.
         *
         * @param pause at least the first pause
         * @return this
         */
        public Builder longestRetry(Duration pause) {
            this.longestRetry = pause;
            return this;
        }

        /**
         * Sets {@link SagaConfig#unknownAfter()}.
         *
         * @param overdue zero or more
         * @return this
         */
        public Builder unknownAfter(Duration overdue) {
            this.unknownAfter = overdue;
            return this;
        }

        /**
         * Makes the settings.
         *
         * @return the settings
         * @throws IllegalArgumentException naming the setting that is out of its range
         */
        public SagaConfig build() {
            return new SagaConfig(threads, pollEvery, maxStarts, firstRetry, longestRetry, unknownAfter);
        }
    }
}
