package org.dddblocks.persistence.spi;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whose turn it is to write to an H2 file: one transaction at a time, from its first writing statement until it has ended.
 *
 * <p>With each commit H2 stores its tables one after the other, while other transactions may go on changing them; what
 * is then in the file can hold half of a transaction, and stays there if the process dies before the next commit.
 * <b>Shape.</b> One for each file in this process; reading needs no turn, and a thread that has it may take it again, for a
 * transaction within another. <b>Threads.</b> Safe for many threads, served in the order in which they asked; who takes
 * it gives it back.
 *
 * @see <a href="https://github.com/h2database/h2database/issues/2080">H2 on its non-atomic store operation</a>
 */
public final class WriteTurn {
    private static final Map<String, WriteTurn> OF_FILES = new ConcurrentHashMap<>();
    private static final int LOCK_TIMEOUT = 50200;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Duration patience;

    private WriteTurn(Duration patience) {
        this.patience = patience;
    }

    /** The turn of a file; who asks first says how long a transaction waits for it. */
    static WriteTurn ofFile(String path, Duration patience) {
        return OF_FILES.computeIfAbsent(path, file -> new WriteTurn(patience));
    }

    /**
     * Whether a statement needs it.
     *
     * @param sql one statement
     * @return false for a plain SELECT
     */
    public boolean isNeededFor(String sql) {
        String text = sql.stripLeading().toLowerCase(Locale.ROOT);
        return !text.startsWith("select")
                || text.contains("for update")
                || text.contains(" table (")
                || text.contains("next value")
                || text.contains("nextval");
    }

    /**
     * Waits for it; who is interrupted waits on, and stays interrupted.
     *
     * @throws SQLException if others kept it for longer than H2's lock time-out
     */
    public void take() throws SQLException {
        if (!taken()) {
            throw new SQLTimeoutException(
                    "Other transactions of this process have been writing to the H2 file for " + patience
                            + ", and only one does at a time. Make them shorter, or LOCK_TIMEOUT in the JDBC URL longer.",
                    "HYT00",
                    LOCK_TIMEOUT);
        }
    }

    private boolean taken() {
        boolean interrupted = false;
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                try {
                    return lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Gives it back. */
    public void give() {
        lock.unlock();
    }
}
