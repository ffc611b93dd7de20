package org.dddblocks.eventstore;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.dddblocks.eventstore.ProjectionStatus.State;
import org.jspecify.annotations.Nullable;

/** Measures how a projection gets on; written by its worker, read by anybody. */
final class Progress {
    /** What happened longer ago hardly counts for the rate. */
    private static final double LATELY_SECONDS = 5;

    private final String projection;
    private State state = State.STANDBY;
    private long position;
    private long newest;
    private long applied;
    private double perSecond;
    private long measuredAt = System.nanoTime();
    private @Nullable Instant recordedAt;
    /** The database's time when this JVM's running time was {@link #sampledAt}. */
    private @Nullable Instant sampled;

    private long sampledAt;
    private long handlingSince;
    private boolean handling;
    private @Nullable String trouble;

    Progress(String projection) {
        this.projection = projection;
    }

    synchronized void state(State now) {
        state = now;
        if (now != State.RETRYING && now != State.STOPPED) {
            trouble = null;
        }
    }

    synchronized void trouble(State now, String what) {
        state = now;
        trouble = what;
    }

    synchronized State state() {
        return state;
    }

    /** Where a run begins: nothing is measured across a takeover or a rebuild. */
    synchronized void beginsAt(long checkpoint) {
        position = checkpoint;
        newest = Math.max(newest, checkpoint);
        measuredAt = System.nanoTime();
    }

    /** The newest position and the database's time, looked up together. */
    synchronized void sampled(OptionalLong newestPosition, Instant now) {
        newestPosition.ifPresent(seen -> newest = Math.max(position, seen));
        sampled = now;
        sampledAt = System.nanoTime();
    }

    synchronized void advanced(long to, long events, @Nullable Instant recorded) {
        double seconds = Math.max(1e-6, (System.nanoTime() - measuredAt) / 1e9);
        double weight = 1 - Math.exp(-seconds / LATELY_SECONDS);
        double rate = Math.max(0, to - position) / seconds;
        perSecond = perSecond == 0 ? rate : perSecond + weight * (rate - perSecond);
        measuredAt = System.nanoTime();
        position = to;
        newest = Math.max(newest, to);
        applied += events;
        recordedAt = recorded == null ? recordedAt : recorded;
    }

    synchronized void caughtUp() {
        newest = position;
        measuredAt = System.nanoTime();
        state(State.LIVE);
    }

    synchronized void handling(boolean now) {
        handling = now;
        handlingSince = System.nanoTime();
    }

    synchronized ProjectionStatus status() {
        long now = System.nanoTime();
        return new ProjectionStatus(
                projection,
                state,
                position,
                newest,
                applied,
                perSecond,
                behind(now),
                timeLeft(),
                handling ? Duration.ofNanos(now - handlingSince) : Duration.ZERO,
                Optional.ofNullable(trouble));
    }

    private Duration behind(long now) {
        if (newest == position || recordedAt == null || sampled == null) {
            return Duration.ZERO;
        }
        Duration age = Duration.between(recordedAt, sampled.plusNanos(now - sampledAt));
        return age.isNegative() ? Duration.ZERO : age;
    }

    private Optional<Duration> timeLeft() {
        if (newest == position) {
            return Optional.of(Duration.ZERO);
        }
        return perSecond <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) ((newest - position) / perSecond * 1000)));
    }
}
