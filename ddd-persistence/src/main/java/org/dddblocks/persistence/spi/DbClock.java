package org.dddblocks.persistence.spi;

import java.time.Duration;
import java.time.Instant;
import org.dddblocks.persistence.Database;

/**
 * The time that leases and timers go by: the database's, so that nodes whose own clocks differ agree.
 *
 * <p><b>Units.</b> To the microsecond; it advances within a transaction. <b>Threads.</b> Safe for many threads; inside a
 * transaction it asks on that transaction's connection, outside in a short one of its own.
 * <pre>{@code
 * DbClock clock = DbClock.of(database);
 * DbClock tomorrow = clock.plus(Duration.ofDays(1)); // in a test
 * }</pre>
 */
@FunctionalInterface
public interface DbClock {
    /**
     * Reads the clock.
     *
     * @return the time now
     */
    Instant now();

    /**
     * The running clock of a database.
     *
     * @param database whose clock
     * @return the clock
     */
    static DbClock of(Database database) {
        return database::now;
    }

    /**
     * A clock that is ahead of this one, or behind it: for tests, which then need not wait.
     *
     * @param offset how much ahead; negative for behind
     * @return another clock
     */
    default DbClock plus(Duration offset) {
        return () -> now().plus(offset);
    }
}
