package org.dddblocks.eventstore;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.WakeUps;

/** Waits for a checkpoint: this process's own runners signal it, those of other nodes are seen by looking. */
final class Waiting {
    private static final long LOOK_AGAIN = Duration.ofMillis(50).toNanos();

    private final WakeUps wakeUps;
    private final Applier applier;

    Waiting(Database database, Applier applier) {
        this.wakeUps = database.wakeUps();
        this.applier = applier;
    }

    /** The position to wait for is asked for again until it is known. */
    long until(String projection, Duration timeout, Supplier<OptionalLong> position, String wanted)
            throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        try (WakeUps.Listener moved = wakeUps.listen(applier.signal(projection))) {
            OptionalLong target = OptionalLong.empty();
            while (true) {
                target = target.isPresent() ? target : position.get();
                long stands = applier.position(projection);
                if (target.isPresent() && stands >= target.getAsLong()) {
                    return stands;
                }
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new ProjectionBehindException(projection, stands, wanted, timeout);
                }
                moved.await(Duration.ofNanos(Math.min(left, LOOK_AGAIN)));
            }
        }
    }
}
