package org.dddblocks.persistence.spi;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.Transactions;

/**
 * How a store joins a transaction: a refusal that wrote nothing leaves it as it was, a failure after the first write
 * forbids its commit.
 *
 * <p>{@code transactions.run} would mark the caller's transaction for every exception, also for a conflict after which
 * the caller may well go on. <b>Threads.</b> Works on the calling thread, in its transaction.
 * <pre>{@code
 * return StoreWork.join(transactions, () -> {
 *     RootSave<OrderEvent> save = RootSaves.begin(transactions, order); // may refuse
 *     long version = save.version() + save.events().size();
 *     return StoreWork.write(transactions, () -> updateRow(order, save.version(), version), () -> {
 *         insertEvents(save.events());
 *         save.saved(version);
 *         return version;
 *     });
 * });
 * }</pre>
 */
public final class StoreWork {
    private StoreWork() {}

    /**
     * Runs work in the current transaction without marking it on failure, or in a new one.
     *
     * @param transactions the store's
     * @param work checks arguments, reads, and writes only inside {@link #write}
     * @param <T> its result
     * @param <X> what it may throw
     * @return its result
     * @throws X what the work threw
     */
    public static <T, X extends Exception> T join(Transactions transactions, Transactions.Work<T, X> work) throws X {
        return transactions.active() ? work.call() : transactions.call(work);
    }

    /**
     * Writes all or nothing inside the current transaction. A {@link ConflictException} of {@code decide} whose
     * transaction is usable has written nothing and passes through; any other failure marks the transaction
     * rollback-only. On an adopted connection, whose commit we cannot forbid, what was written is undone by a savepoint.
     *
     * @param transactions with an active transaction
     * @param decide the statement whose row count tells who was first, before anything else is written
     * @param rest writes what depends on it
     * @param <T> result of the rest
     * @param <X> what both may throw
     * @return the result of the rest
     * @throws X what one of them threw
     */
    public static <T, X extends Exception> T write(
            Transactions transactions, Transactions.Action<X> decide, Transactions.Work<T, X> rest) throws X {
        Savepoints savepoint = Savepoints.before(transactions);
        boolean decided = false;
        try {
            decide.run();
            decided = true;
            T result = rest.call();
            savepoint.release();
            return result;
        } catch (Throwable e) {
            boolean nothingWritten =
                    !decided && e instanceof ConflictException conflict && conflict.transactionUsable();
            if (!nothingWritten) {
                transactions.rollbackOnly(e);
            }
            savepoint.undo(e);
            throw e;
        }
    }

    /** A savepoint where we cannot roll back ourselves, nothing elsewhere. */
    private interface Savepoints {
        void undo(Throwable why);

        void release();

        static Savepoints before(Transactions transactions) {
            if (!transactions.adopted()) {
                return NONE;
            }
            Connection connection = transactions.connection();
            try {
                return new OnAdopted(connection, connection.setSavepoint());
            } catch (SQLException e) {
                throw PersistenceException.of("set a savepoint on the adopted connection", e);
            }
        }
    }

    private static final Savepoints NONE = new Savepoints() {
        @Override
        public void undo(Throwable why) {}

        @Override
        public void release() {}
    };

    private record OnAdopted(Connection connection, Savepoint savepoint) implements Savepoints {
        @Override
        public void undo(Throwable why) {
            try {
                connection.rollback(savepoint);
            } catch (SQLException e) { // the database ended the transaction: nothing is left to undo
                why.addSuppressed(PersistenceException.of("roll back to a savepoint", e));
            }
        }

        @Override
        public void release() {
            try {
                connection.releaseSavepoint(savepoint);
            } catch (SQLException e) {
                throw PersistenceException.of("release a savepoint", e);
            }
        }
    }
}
