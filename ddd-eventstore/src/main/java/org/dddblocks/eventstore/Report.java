package org.dddblocks.eventstore;

import java.time.Duration;
import org.dddblocks.eventstore.ProjectionStatus.State;
import org.slf4j.Logger;

/** Tells people and metrics about one projection, people not too often. */
final class Report {
    private static final long EVERY = Duration.ofSeconds(10).toNanos();

    private final Progress progress;
    private final EventStoreMetrics metrics;
    private final Logger log;
    private long linedAt = System.nanoTime();
    private long troubledAt = System.nanoTime() - EVERY;
    private State told = State.STANDBY;

    Report(Progress progress, EventStoreMetrics metrics, Logger log) {
        this.progress = progress;
        this.metrics = metrics;
        this.log = log;
    }

    /** After each transaction. */
    void progress() {
        ProjectionStatus status = progress.status();
        tell(status);
        if (System.nanoTime() - linedAt > EVERY) {
            linedAt = System.nanoTime();
            log.info(
                    "Projection {} is at {} of {}, {} behind: {} a second, {} left.",
                    status.projection(),
                    status.position(),
                    status.newest(),
                    status.behind(),
                    Math.round(status.perSecond()),
                    status.timeLeft().map(Duration::toString).orElse("unknown time"));
        }
    }

    /** When nothing is left; told once each time. */
    void live() {
        if (told != State.LIVE) {
            ProjectionStatus status = progress.status();
            log.info("Projection {} has caught up at {}.", status.projection(), status.position());
            tell(status);
        }
    }

    void setAside(SetAsideEvent event) {
        log.warn(
                "Projection {} passed over feed position {} ({}, event {} of {}), {}: {}",
                event.projection(),
                event.position(),
                event.typeName(),
                event.version(),
                event.stream(),
                event.how(),
                event.reason());
        guarded(() -> metrics.eventSetAside(event));
    }

    void setAside(SetAsideEvent event, Throwable cause) {
        setAside(event);
        log.debug("That was because of:", cause);
        progress();
    }

    void retrying(Poison poison, int failures, int retries) {
        log.warn(
                "Projection {} failed {} of {} times at {} and tries again.",
                progress.status().projection(),
                failures,
                retries + 1,
                poison,
                poison.cause());
        tell(progress.status());
    }

    void stopped(Poison poison) {
        log.error(
                "Projection {} stands before {} and stays there: mend the projection or the data, then restart or call"
                        + " resume.",
                progress.status().projection(),
                poison,
                poison.cause());
        tell(progress.status());
    }

    void troubled(Throwable trouble, int times) {
        if (trouble instanceof Error || times == 1 || System.nanoTime() - troubledAt > EVERY) {
            troubledAt = System.nanoTime();
            log.error(
                    "Projection {} could not work ({} times in a row) and tries again; nothing is lost.",
                    progress.status().projection(),
                    times,
                    trouble);
        }
        tell(progress.status());
    }

    private void tell(ProjectionStatus status) {
        told = status.state();
        guarded(() -> {
            metrics.projectionProgress(status);
            metrics.projectionLag(status.projection(), status.lag(), status.behind());
        });
    }

    private void guarded(Runnable telling) {
        try {
            telling.run();
        } catch (Throwable e) { // whoever listens may not stop the work
            log.warn("EventStoreMetrics failed.", e);
        }
    }
}
