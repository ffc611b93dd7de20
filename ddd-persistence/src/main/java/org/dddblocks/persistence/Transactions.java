package org.dddblocks.persistence;

import java.sql.Connection;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Joins the caller's transaction or begins one, so that all that is written inside commits together or not at all.
 *
 * <p><b>Shape.</b> {@link #run} and {@link #call} join the transaction of this thread; outside one they begin their own,
 * at READ COMMITTED, and commit it when the work returns. {@link #callInNew} always begins one. {@link #adopt} lends us
 * a transaction that the caller began and will end himself.
 * <p><b>Connections.</b> A connection goes back with the settings it came with. Its isolation is asked for once in its
 * life, since asking costs a round trip: whoever else borrows from the same {@code DataSource} and changes it must change
 * it back, as pools do by themselves.
 * <p><b>Failure.</b> An exception that leaves the outermost work rolls back. An exception that leaves <em>joined</em>
 * work marks the whole transaction: even if somebody catches it, the outermost call rolls back and throws {@link
 * RolledBackException}, since half of the joined work may be written. Repositories are finer: a {@link
 * ConflictException} whose {@code transactionUsable()} is true wrote nothing and marks nothing.
 * <p><b>Threads.</b> One instance serves many threads; a transaction belongs to the thread that began it, and its
 * connection refuses any other. While a thread is in a transaction it takes no second connection, except for {@code
 * callInNew}; a pool of size one is enough without that.
 * <pre>{@code
 * transactions.run(() -> {
 *     orders.add(order);
 *     transactions.afterCommit(() -> log.info("placed"));
 * });
 * }</pre>
 *
 * @see <a href="https://martinfowler.com/eaaCatalog/unitOfWork.html">Fowler, Unit of Work</a>
 */
public interface Transactions {

    /**
     * Runs work in the current transaction, or in a new one that is committed when the work returns.
     *
     * @param work what to do
     * @param <T> its result
     * @param <X> what it may throw
     * @return its result
     * @throws X what the work threw; a transaction that was begun here is rolled back, a joined one is marked
     * @throws RolledBackException if the transaction was begun here and had been marked
     * @throws CommitOutcomeUnknownException if the connection broke during the commit
     * @throws PersistenceException if no connection could be had, or the database refused the commit
     */
    <T, X extends Exception> T call(Work<T, X> work) throws X;

    /**
     * Runs an action in the current transaction, or in a new one; otherwise like {@link #call}.
     *
     * @param action what to do
     * @param <X> what it may throw
     * @throws X what the action threw
     */
    <X extends Exception> void run(Action<X> action) throws X;

    /**
     * Runs work in a transaction of its own, on a second connection, whatever is going on outside.
     *
     * @param work what to do; must not wait for rows that the outer transaction has locked
     * @param <T> its result
     * @param <X> what it may throw
     * @return its result
     * @throws X what the work threw; only the new transaction is rolled back
     */
    <T, X extends Exception> T callInNew(Work<T, X> work) throws X;

    /**
     * Makes a caller's connection the current transaction of this thread until the handle is closed. It is never
     * committed, closed or reconfigured here; only the caller knows how his transaction ends, and says so on the handle.
     *
     * @param callers an open connection with auto-commit off
     * @return the handle, to be closed by this thread
     * @throws IllegalArgumentException if the connection is closed or in auto-commit mode
     * @throws IllegalStateException if this thread already is in a transaction
     */
    AdoptedTransaction adopt(Connection callers);

    /**
     * Whether this thread is inside a transaction.
     *
     * @return true inside
     */
    boolean active();

    /**
     * Whether the current transaction is a caller's, lent to us by {@link #adopt}: it has no {@link #beforeCommit}.
     *
     * @return true inside an adopted transaction
     */
    boolean adopted();

    /**
     * The connection of the current transaction, for the application's own statements.
     *
     * @return the connection; it refuses commit, rollback, close, any change of its settings, and other threads.
     *     Savepoints are allowed.
     * @throws IllegalStateException outside a transaction
     */
    Connection connection();

    /**
     * Registers what must happen as the last statements of the current transaction. It may write, and register more;
     * if it fails, everything is rolled back.
     *
     * @param action runs before the commit, in the order of registration
     * @throws IllegalStateException outside a transaction, and inside an adopted one, which only its caller commits
     */
    void beforeCommit(Action<? extends Exception> action);

    /**
     * Registers what happens once the current transaction is committed; never runs after a rollback or an unknown end.
     *
     * @param action runs after the connection was given back; a failure is logged and undoes nothing
     * @throws IllegalStateException outside a transaction
     */
    void afterCommit(Runnable action);

    /**
     * Registers what happens when the current transaction has ended, however it ended; runs before any {@link
     * #afterCommit} action.
     *
     * @param action must not use the database; a failure is logged
     * @throws IllegalStateException outside a transaction
     */
    void afterCompletion(Consumer<TransactionOutcome> action);

    /**
     * Marks the current transaction, so that the outermost call rolls back instead of committing. An adopted one
     * refuses further work; rolling it back is the caller's part.
     *
     * @param cause why nothing of this transaction may be stored
     * @throws IllegalStateException outside a transaction
     */
    void rollbackOnly(Throwable cause);

    /**
     * What a store keeps for the length of the current transaction.
     *
     * @param key identifies it
     * @param create makes it on first use
     * @param <T> its type
     * @return the same object for the whole transaction; gone when the transaction ends, however it ends
     * @throws IllegalStateException outside a transaction
     */
    <T> T attachment(Object key, Supplier<T> create);

    /**
     * Work with a result.
     *
     * @param <T> the result
     * @param <X> what it may throw
     */
    @FunctionalInterface
    interface Work<T, X extends Exception> {
        /**
         * Does it.
         *
         * @return the result
         * @throws X on failure
         */
        T call() throws X;
    }

    /**
     * Work without a result.
     *
     * @param <X> what it may throw
     */
    @FunctionalInterface
    interface Action<X extends Exception> {
        /**
         * Does it.
         *
         * @throws X on failure
         */
        void run() throws X;
    }
}
