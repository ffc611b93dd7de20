package org.dddblocks.persistence;

/** How a transaction ended, as far as anybody in this process can know. */
public enum TransactionOutcome {
    /** Everything written in it is stored. */
    COMMITTED,
    /** Nothing written in it is stored. */
    ROLLED_BACK,
    /**
     * Nobody said or can say: the connection broke during the commit, or an adopted transaction was closed without a
     * word. What was written may or may not be stored; read it again.
     */
    UNKNOWN
}
