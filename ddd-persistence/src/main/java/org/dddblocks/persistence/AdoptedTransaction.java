package org.dddblocks.persistence;

/** A caller's own transaction while it is bound to this thread; the caller says how it ended. */
public interface AdoptedTransaction extends AutoCloseable {
    /** The caller's commit succeeded: saved roots are up to date, and what was registered for after the commit runs. */
    void committed();

    /** The caller rolled back: saved roots keep their pending events and can be saved again. */
    void rolledBack();

    /** Unbinds the connection; without a word before it, roots saved here are spent and refuse a second save. */
    @Override
    void close();
}
