package org.dddblocks.persistence.spi;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.Transactions;

/**
 * Decides again after a conflict, a bounded number of times, with a random pause of at most 20 ms that parts the writers.
 *
 * <p><b>Threads.</b> Stateless; works and pauses on the calling thread.
 */
public final class ConflictRetry {
    private static final long LONGEST_PAUSE_MICROS = 20_000;

    private ConflictRetry() {}

    /**
     * Runs work until it meets no conflict. Outside a transaction each try has its own, and a deadlock or a lock timeout
     * is tried again like a conflict; inside one the tries share it, and what ended it is final.
     *
     * @param transactions the store's
     * @param attempts at least 1
     * @param work loads, decides and saves
     * @param <T> its result
     * @return its result
     * @throws ConflictException the last one, when the attempts are used up
     */
    public static <T> T call(Transactions transactions, int attempts, Transactions.Work<T, RuntimeException> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return StoreWork.join(transactions, work);
            } catch (ConflictException e) {
                if (attempt >= attempts || (transactions.active() && !e.transactionUsable())) {
                    throw e;
                }
            } catch (PersistenceException e) {
                if (attempt >= attempts || transactions.active() || !e.retryable()) {
                    throw e;
                }
            }
            pause(attempt);
        }
    }

    private static void pause(int attempt) {
        long most = Math.min(LONGEST_PAUSE_MICROS, 500L << Math.min(attempt, 10));
        LockSupport.parkNanos(
                TimeUnit.MICROSECONDS.toNanos(ThreadLocalRandom.current().nextLong(most)));
    }
}
