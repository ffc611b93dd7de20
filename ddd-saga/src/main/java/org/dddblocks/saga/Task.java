package org.dddblocks.saga;

/** What is to be done now for a step, or for its undo. */
record Task<S>(Step<S> step, boolean undo) {
    /** In a transaction of its own, as against a command that goes into the transaction that is open. */
    boolean isTx() {
        return undo ? step.undoing() instanceof Undoing.ByTx : step.isTx();
    }

    @Override
    public String toString() {
        return (undo ? "the undo of step " : "step ") + step.name();
    }
}
