package org.dddblocks.persistence;

/**
 * A caller's own transaction while it is bound to this thread; the caller says how it ended.
 *
 * <p><b>Shape.</b> Say {@link #committed()} after your commit, {@link #rolledBack()} after your rollback, then close. If
 * nothing is said, nobody here knows the end: roots saved in it are spent, a second save of them is refused, and what
 * was registered for after the commit does not run (a relay finds its rows by polling).
 * <p><b>Threads.</b> Only the thread that adopted the connection may use this handle.
 * <pre>{@code
 * try (AdoptedTransaction adopted = transactions.adopt(connection)) {
 *     orders.add(order);
 *     connection.commit();
 *     adopted.committed();
 * }
 * }</pre>
 */
public interface AdoptedTransaction extends AutoCloseable {
    /**
     * The caller's commit succeeded: saved roots are up to date, and what was registered for after the commit runs. The
     * connection is no longer bound to this thread.
     *
     * @throws IllegalStateException if the end was already told, the handle is closed, or joined work failed half-way
     *     and this transaction should have been rolled back
     */
    void committed();

    /**
     * The caller rolled back: saved roots keep their pending events and can be saved again. The connection is no longer
     * bound to this thread.
     *
     * @throws IllegalStateException if the end was already told or the handle is closed
     */
    void rolledBack();

    /** Unbinds the connection; without a word before it, roots saved here are spent and refuse a second save. */
    @Override
    void close();
}
