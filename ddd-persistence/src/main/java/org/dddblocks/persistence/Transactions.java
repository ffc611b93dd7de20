package org.dddblocks.persistence;

import java.sql.Connection;
import java.util.function.Supplier;

/** Joins the caller's transaction or begins one; bound to the calling thread. */
public interface Transactions {

    /**
     * Runs work in the current transaction, or in a new one that is committed when the work returns.
     *
     * @param work what to do
     * @param <T> its result
     * @param <X> what it may throw
     * @return its result
     * @throws X what the work threw; a transaction that was begun here is rolled back
     */
    <T, X extends Exception> T call(Work<T, X> work) throws X;

    /**
     * Runs an action in the current transaction, or in a new one.
     *
     * @param action what to do
     * @param <X> what it may throw
     * @throws X what the action threw
     */
    <X extends Exception> void run(Action<X> action) throws X;

    /**
     * Runs work in a transaction of its own, whatever is going on outside.
     *
     * @param work what to do
     * @param <T> its result
     * @param <X> what it may throw
     * @return its result
     * @throws X what the work threw
     */
    <T, X extends Exception> T callInNew(Work<T, X> work) throws X;

    /**
     * Makes a caller's connection the current transaction of this thread until the handle is closed. It is never
     * committed, closed or reconfigured here.
     *
     * @param callers a connection with auto-commit off
     * @return the handle on which the caller says how his transaction ended
     */
    AdoptedTransaction adopt(Connection callers);

    /**
     * Whether this thread is inside a transaction.
     *
     * @return true inside
     */
    boolean active();

    /**
     * The connection of the current transaction.
     *
     * @return the connection; closing or committing it is refused
     * @throws IllegalStateException outside a transaction
     */
    Connection connection();

    /**
     * Registers what must happen as the last statements of the current transaction.
     *
     * @param action runs before the commit, in the order of registration
     */
    void beforeCommit(Action<? extends Exception> action);

    /**
     * Registers what happens once the current transaction is committed; never runs after a rollback.
     *
     * @param action must not fail; a failure is logged
     */
    void afterCommit(Runnable action);

    /**
     * What a store keeps for the length of the current transaction.
     *
     * @param key identifies it
     * @param create makes it on first use
     * @param <T> its type
     * @return the same object for the whole transaction; gone when the transaction ends, however it ends
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
