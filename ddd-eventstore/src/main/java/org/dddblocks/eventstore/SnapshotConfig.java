package org.dddblocks.eventstore;

import java.time.Duration;

/**
 * When snapshots are taken and how many stay; {@code builder().build()} is the recommended setting.
 *
 * <pre>{@code
 * SnapshotConfig config = SnapshotConfig.builder().every(200).keep(3).build();
 * }</pre>
 *
 * @param every events after which a stream gets a snapshot, at least 1; default 100
 * @param keep snapshots of the same code that stay for each stream, the newest, at least 1; default 2. More make the states
 *     of long ago cheaper.
 * @param otherCode how long snapshots of other code stay, for its return, 0 to 365 days; default 30 days
 * @param waiting streams that may wait for the writer, at least 1; default 1,000. More are dropped: they get their snapshot
 *     another time.
 * @param closeWithin how long {@code close} waits for the snapshot being written, 1 ms to 365 days; default 5 s
 */
public record SnapshotConfig(int every, int keep, Duration otherCode, int waiting, Duration closeWithin) {
    /**
     * Checks its arguments.
     *
     * @throws IllegalArgumentException if one of them is out of its range
     */
    public SnapshotConfig {
        check(every >= 1, "SnapshotConfig.every", every, "at least 1");
        check(keep >= 1, "SnapshotConfig.keep", keep, "at least 1");
        check(
                Limits.between(Duration.ZERO, Limits.given(otherCode, "SnapshotConfig.otherCode")),
                "SnapshotConfig.otherCode",
                otherCode,
                "0 to 365 days");
        check(waiting >= 1, "SnapshotConfig.waiting", waiting, "at least 1");
        check(
                Limits.between(Duration.ofMillis(1), Limits.given(closeWithin, "SnapshotConfig.closeWithin")),
                "SnapshotConfig.closeWithin",
                closeWithin,
                "1 ms to 365 days");
    }

    static void check(boolean holds, String what, Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException("%s is %s; it must be %s.".formatted(what, value, allowed));
        }
    }

    /**
     * Begins a setting.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; for one thread. */
    public static final class Builder {
        private int every = 100;
        private int keep = 2;
        private Duration otherCode = Duration.ofDays(30);
        private int waiting = 1_000;
        private Duration closeWithin = Duration.ofSeconds(5);

        private Builder() {}

        /**
         * After how many events a stream gets a snapshot.
         *
         * @param events at least 1
         * @return this
         */
        public Builder every(int events) {
            this.every = events;
            return this;
        }

        /**
         * How many snapshots of the same code stay for each stream.
         *
         * @param snapshots at least 1
         * @return this
         */
        public Builder keep(int snapshots) {
            this.keep = snapshots;
            return this;
        }

        /**
         * How long snapshots of other code stay.
         *
         * @param time 0 to 365 days
         * @return this
         */
        public Builder otherCode(Duration time) {
            this.otherCode = time;
            return this;
        }

        /**
         * How many streams may wait for the writer.
         *
         * @param streams at least 1
         * @return this
         */
        public Builder waiting(int streams) {
            this.waiting = streams;
            return this;
        }

        /**
         * How long {@code close} waits for the snapshot being written.
         *
         * @param time 1 ms to 365 days
         * @return this
         */
        public Builder closeWithin(Duration time) {
            this.closeWithin = time;
            return this;
        }

        /**
         * Checks and builds.
         *
         * @return the setting
         * @throws IllegalArgumentException if one of them is out of its range
         */
        public SnapshotConfig build() {
            return new SnapshotConfig(every, keep, otherCode, waiting, closeWithin);
        }
    }
}
