package org.dddblocks.persistence.spi;

import org.dddblocks.persistence.Transactions;

/**
 * Whether the current transaction went back to a savepoint, so that what a store wrote in it may be gone.
 *
 * <p><b>Shape.</b> Knows of {@code Connection.rollback(savepoint)} on the transaction's connection and of SQL text in which
 * there is a rollback, not of what a procedure does. <b>Threads.</b> Belongs to the transaction's thread.
 * <pre>{@code
 * transactions.beforeCommit(() -> {
 *     if (Rewound.in(transactions)) {
 *         checkThatAllIsStillThere();
 *     }
 * });
 * }</pre>
 */
public final class Rewound {
    private boolean is;
    private boolean failed;
    private boolean ended;

    /** One that did not; for the connection of a transaction. */
    public Rewound() {}

    /**
     * Asks for the current transaction.
     *
     * @param transactions with an active transaction
     * @return true once it went back to a savepoint
     */
    public static boolean in(Transactions transactions) {
        return transactions.attachment(Rewound.class, Rewound::new).is;
    }

    /** Notes that the transaction went back. */
    public void note() {
        is = true;
    }

    /** Notes that a statement failed, with which some databases end the transaction. */
    public void noteFailure() {
        failed = true;
    }

    /** Notes that the transaction has ended, for whoever kept this. */
    public void noteEnd() {
        ended = true;
    }

    /**
     * Whether the transaction has ended.
     *
     * @return true from its commit or rollback on, also in actions that run after it
     */
    public boolean ended() {
        return ended;
    }

    /**
     * Whether locks that the transaction took may be free again.
     *
     * @return true once it went back to a savepoint, a statement failed, or it has ended
     */
    public boolean mayHaveReleased() {
        return is || failed || ended;
    }
}
