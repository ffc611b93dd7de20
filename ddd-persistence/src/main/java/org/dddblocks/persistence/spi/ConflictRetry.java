package org.dddblocks.persistence.spi;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.Transactions;
import org.jspecify.annotations.Nullable;

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
        return retry(transactions, attempts, null, work);
    }

    /**
     * Like {@link #call(Transactions, int, Transactions.Work)}, but each further try begins, in its transaction, with a
     * lock that keeps other writers out: the first try costs nothing, and the second cannot meet the same conflict.
     *
     * @param transactions the store's
     * @param attempts at least 1
     * @param lock waits for other writers, and keeps them waiting until the end of the transaction
     * @param work loads, decides and saves
     * @param <T> its result
     * @return its result
     * @throws ConflictException the last one, when the attempts are used up, or when trying again in this transaction would
     *     read the same old state
     */
    public static <T> T call(
            Transactions transactions,
            int attempts,
            Transactions.Action<RuntimeException> lock,
            Transactions.Work<T, RuntimeException> work) {
        return retry(transactions, attempts, lock, work);
    }

    private static <T> T retry(
            Transactions transactions,
            int attempts,
            Transactions.@Nullable Action<RuntimeException> lock,
            Transactions.Work<T, RuntimeException> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt == 1 || lock == null
                        ? StoreWork.join(transactions, work)
                        : StoreWork.join(transactions, () -> {
                            lock.run();
                            return work.call();
                        });
            } catch (ConflictException e) {
                if (attempt >= attempts || (transactions.active() && !readsAnew(transactions, e))) {
                    throw e;
                }
            } catch (PersistenceException e) {
                if (attempt >= attempts || transactions.active() || !e.retryable()) {
                    throw e;
                }
            }
            if (lock == null) {
                pause(attempt);
            }
        }
    }

    /** A joined transaction at REPEATABLE READ reads the same old state as often as it is asked. */
    private static boolean readsAnew(Transactions transactions, ConflictException e) {
        if (!e.transactionUsable() || !transactions.adopted()) {
            return e.transactionUsable(); // our own are READ COMMITTED
        }
        try {
            return transactions.connection().getTransactionIsolation() <= Connection.TRANSACTION_READ_COMMITTED;
        } catch (SQLException unknown) {
            e.addSuppressed(PersistenceException.of("read the isolation of an adopted connection", unknown));
            return false;
        }
    }

    private static void pause(int attempt) {
        long most = Math.min(LONGEST_PAUSE_MICROS, 500L << Math.min(attempt, 10));
        LockSupport.parkNanos(
                TimeUnit.MICROSECONDS.toNanos(ThreadLocalRandom.current().nextLong(most)));
    }
}
