package org.dddblocks.eventstore;

import java.time.Duration;

/**
 * How a store writes outside of transactions; {@code builder().build()} is the recommended production setting.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * <pre>{@code
 * EventStore store = JdbcEventStore.on(
 *         database, codec, EventStoreConfig.builder().metrics(metrics).build());
 * }</pre>
 *
 * @param batch appends in one commit, 1 to 256; default 256
 * @param writers commits at the same time, each on a connection of its own, 1 to 16; a further one begins only beside one
 *     that takes longer than 20 ms; default 2
 * @param mostWaiting appends that may wait to be written before another is refused, at least 1; default 10,000
 * @param closeWithin how long {@link JdbcEventStore#close} waits for what is being written, 1 ms to 365 days; default 10 s
 * @param metrics who hears what is done; default nobody
 */
public record EventStoreConfig(
        int batch, int writers, int mostWaiting, Duration closeWithin, EventStoreMetrics metrics) {
    /**
     * Checks its arguments.
     *
     * @throws IllegalArgumentException if one of them is not allowed
     */
    public EventStoreConfig {
        Limits.setting(batch >= 1 && batch <= 256, "batch", batch, "1 to 256");
        Limits.setting(writers >= 1 && writers <= 16, "writers", writers, "1 to 16");
        Limits.setting(mostWaiting >= 1, "mostWaiting", mostWaiting, "at least 1");
        Limits.given(closeWithin, "EventStoreConfig.closeWithin");
        Limits.setting(
                Limits.between(Duration.ofMillis(1), closeWithin), "closeWithin", closeWithin, "1 ms to 365 days");
        Limits.given(metrics, "EventStoreConfig.metrics");
    }

    /**
     * Begins with the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; for one thread. */
    public static final class Builder {
        private int batch = 256;
        private int writers = 2;
        private int mostWaiting = 10_000;
        private Duration closeWithin = Duration.ofSeconds(10);
        private EventStoreMetrics metrics = EventStoreMetrics.NOBODY;

        private Builder() {}

        /**
         * Limits how many appends share a commit.
         *
         * @param most 1 to 256; default 256
         * @return this
         */
        public Builder batch(int most) {
            this.batch = most;
            return this;
        }

        /**
         * Limits how many commits run at the same time; a further one begins only beside one that takes longer than 20 ms.
         *
         * @param most 1 to 16; default 2
         * @return this
         */
        public Builder writers(int most) {
            this.writers = most;
            return this;
        }

        /**
         * Limits how many appends may wait.
         *
         * @param most at least 1; default 10,000
         * @return this
         */
        public Builder mostWaiting(int most) {
            this.mostWaiting = most;
            return this;
        }

        /**
         * Limits how long closing takes.
         *
         * @param most 1 ms to 365 days; default 10 s
         * @return this
         */
        public Builder closeWithin(Duration most) {
            this.closeWithin = most;
            return this;
        }

        /**
         * Says who hears what is done.
         *
         * @param listener default nobody
         * @return this
         */
        public Builder metrics(EventStoreMetrics listener) {
            this.metrics = listener;
            return this;
        }

        /**
         * Checks the settings.
         *
         * @return the settings
         * @throws IllegalArgumentException if one of them is not allowed
         */
        public EventStoreConfig build() {
            return new EventStoreConfig(batch, writers, mostWaiting, closeWithin, metrics);
        }
    }
}
