package org.dddblocks.eventstore;

import java.time.Duration;
import org.dddblocks.persistence.PersistenceException;

/**
 * H2 and MariaDB: other transactions held the counter that gives events their places in the feed for longer than the
 * database lets anybody wait. Nothing of this transaction is stored; the same work, done again in a new one, may well
 * succeed ({@link #retryable()} is true).
 *
 * <p><b>Transaction.</b> It is over: ours is rolled back when this is thrown, an adopted one takes no more work and is its
 * caller's to roll back.
 */
public final class FeedBusyException extends PersistenceException {
    private static final long serialVersionUID = 1L;

    private final Duration waited;

    FeedBusyException(String counter, Duration waited, PersistenceException cause) {
        super(
                "The events could not be given their places in the feed: for %s (to the lock timeout of the database) other"
                                .formatted(waited)
                        + " transactions held the counter row of the table " + counter
                        + ". Nothing of this transaction is"
                        + " stored: roll it back if it is your own, and do its work again. If this happens often, commit"
                        + " sooner after an append on an adopted connection, which holds the counter from then on, or let"
                        + " writers wait longer: LOCK_TIMEOUT in H2's URL, innodb_lock_wait_timeout on MariaDB.",
                cause.getCause() == null ? cause : cause.getCause());
        this.waited = waited;
    }

    /**
     * How long was waited for the counter.
     *
     * @return at least the lock timeout of the database
     */
    public Duration waited() {
        return waited;
    }

    /**
     * Whether the transaction in which this was thrown can go on and commit.
     *
     * @return false: only a new one helps
     */
    public boolean transactionUsable() {
        return false;
    }
}
