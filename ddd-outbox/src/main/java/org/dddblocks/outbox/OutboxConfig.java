package org.dddblocks.outbox;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the relay works; {@code builder().build()} is the recommended production setting.
 *
 * @param pollEvery pause between two looks at the outbox, at least 10 ms; default 200 ms. Messages published in the
 *     relay's own process do not wait for it
 * @param pollIdleEvery to which that pause grows while there is nothing to do, at least {@code pollEvery}; default 2 s.
 *     A wake-up or a message makes it short again
 * @param batchSize rows read at once and keys in flight at most, 1 to 1000; default 100
 * @param lease how long a relay that was stopped or died keeps its share of the keys until others take it over, 100 ms
 *     to 10 minutes; default 10 s. It is renewed three times within
 * @param sendTimeout after which a send without an answer counts as failed, at least 100 ms; default 1 minute
 * @param retryAfter pause after the first failure of a key; doubled with each further one, at least 1 ms; default 200 ms
 * @param retryAtMostAfter longest pause of a failing key, at least {@code retryAfter}; default 30 s
 * @param attempts how often a message is refused before it becomes a dead letter, at least 1; default 10. Outages do
 *     not count
 * @param onFailure what happens to it and its key then; default {@link FailurePolicy#PARK_KEY} for all. {@link FeedRelay}
 *     always parks the key
 * @param closeTimeout how long {@code close()} waits for sends on their way, at least 0; default 10 s
 */
public record OutboxConfig(
        Duration pollEvery,
        Duration pollIdleEvery,
        int batchSize,
        Duration lease,
        Duration sendTimeout,
        Duration retryAfter,
        Duration retryAtMostAfter,
        int attempts,
        FailurePolicies onFailure,
        Duration closeTimeout) {

    /**
     * The one place that checks, whoever creates it.
     *
     * @throws IllegalArgumentException naming the setting, its value and what is allowed
     */
    public OutboxConfig {
        check(pollEvery.toMillis() >= 10, "pollEvery", pollEvery, "at least 10 ms");
        boolean idleAllowed = pollIdleEvery.compareTo(pollEvery) >= 0;
        check(idleAllowed, "pollIdleEvery", pollIdleEvery, "at least pollEvery, which is " + pollEvery);
        check(batchSize >= 1 && batchSize <= 1000, "batchSize", batchSize, "1 to 1000");
        boolean leaseAllowed = lease.toMillis() >= 100 && lease.compareTo(Duration.ofMinutes(10)) <= 0;
        check(leaseAllowed, "lease", lease, "100 ms to 10 minutes");
        check(sendTimeout.toMillis() >= 100, "sendTimeout", sendTimeout, "at least 100 ms");
        check(retryAfter.toMillis() >= 1, "retryAfter", retryAfter, "at least 1 ms");
        boolean capAllowed = retryAtMostAfter.compareTo(retryAfter) >= 0;
        check(capAllowed, "retryAtMostAfter", retryAtMostAfter, "at least retryAfter, which is " + retryAfter);
        check(attempts >= 1, "attempts", attempts, "at least 1");
        Objects.requireNonNull(onFailure, "OutboxConfig.onFailure");
        check(!closeTimeout.isNegative(), "closeTimeout", closeTimeout, "at least 0");
    }

    private static void check(boolean allowed, String setting, Object given, String rule) {
        Given.that(
                allowed,
                "OutboxConfig." + setting,
                given,
                rule,
                "Set it with OutboxConfig.builder().%s(…).".formatted(setting));
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
        private Duration pollEvery = Duration.ofMillis(200);
        private @Nullable Duration pollIdleEvery;
        private int batchSize = 100;
        private Duration lease = Duration.ofSeconds(10);
        private Duration sendTimeout = Duration.ofMinutes(1);
        private Duration retryAfter = Duration.ofMillis(200);
        private Duration retryAtMostAfter = Duration.ofSeconds(30);
        private int attempts = 10;
        private FailurePolicies onFailure = FailurePolicies.others(FailurePolicy.PARK_KEY);
        private Duration closeTimeout = Duration.ofSeconds(10);

        private static final Duration IDLE = Duration.ofSeconds(2);

        private Builder() {}

        /**
         * Sets the pause between two looks at the outbox.
         *
         * @param pause at least 10 ms
         * @return this builder
         */
        public Builder pollEvery(Duration pause) {
            this.pollEvery = pause;
            return this;
        }

        /**
         * Sets to what the pause between two looks grows while there is nothing to do.
         *
         * @param longest at least that of {@link #pollEvery}; if it is not set, 2 s, or {@code pollEvery} if that is longer
         * @return this builder
         */
        public Builder pollIdleEvery(Duration longest) {
            this.pollIdleEvery = longest;
            return this;
        }

        /**
         * Sets how many rows are read at once and how many keys are in flight at most.
         *
         * @param rows 1 to 1000
         * @return this builder
         */
        public Builder batchSize(int rows) {
            this.batchSize = rows;
            return this;
        }

        /**
         * Sets after which time others take over from a relay that was stopped or died.
         *
         * @param length 100 ms to 10 minutes; short ones are lost in a pause of the process, which costs repeated messages
         * @return this builder
         */
        public Builder lease(Duration length) {
            this.lease = length;
            return this;
        }

        /**
         * Sets after which time a send without an answer counts as failed.
         *
         * @param timeout at least 100 ms
         * @return this builder
         */
        public Builder sendTimeout(Duration timeout) {
            this.sendTimeout = timeout;
            return this;
        }

        /**
         * Sets the pause after the first failure of a key.
         *
         * @param pause at least 1 ms
         * @return this builder
         */
        public Builder retryAfter(Duration pause) {
            this.retryAfter = pause;
            return this;
        }

        /**
         * Sets the longest pause of a failing key.
         *
         * @param longest at least the pause after the first failure
         * @return this builder
         */
        public Builder retryAtMostAfter(Duration longest) {
            this.retryAtMostAfter = longest;
            return this;
        }

        /**
         * Sets how often a message is refused before it becomes a dead letter.
         *
         * @param times at least 1
         * @return this builder
         */
        public Builder attempts(int times) {
            this.attempts = times;
            return this;
        }

        /**
         * Sets what happens to a message that was refused so often, and to its key.
         *
         * @param policies by message type or key type
         * @return this builder
         */
        public Builder onFailure(FailurePolicies policies) {
            this.onFailure = policies;
            return this;
        }

        /**
         * Sets how long {@code close()} waits for sends on their way.
         *
         * @param timeout at least 0
         * @return this builder
         */
        public Builder closeTimeout(Duration timeout) {
            this.closeTimeout = timeout;
            return this;
        }

        /**
         * Builds the configuration.
         *
         * @return the checked settings
         * @throws IllegalArgumentException naming the setting that is out of range
         */
        public OutboxConfig build() {
            Duration idle = pollIdleEvery != null ? pollIdleEvery : IDLE.compareTo(pollEvery) > 0 ? IDLE : pollEvery;
            return new OutboxConfig(
                    pollEvery,
                    idle,
                    batchSize,
                    lease,
                    sendTimeout,
                    retryAfter,
                    retryAtMostAfter,
                    attempts,
                    onFailure,
                    closeTimeout);
        }
    }
}
