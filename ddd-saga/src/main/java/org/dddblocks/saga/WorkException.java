package org.dddblocks.saga;

/** The work of a tx step threw; only what it threw itself can be a declared refusal. */
final class WorkException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Throwable thrown;

    WorkException(Throwable thrown) {
        super(thrown);
        this.thrown = thrown;
    }

    Throwable thrown() {
        return thrown;
    }
}
