package org.dddblocks.saga;

/** Somebody else moved the instance; what was done in this transaction must not be stored. */
final class OvertakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OvertakenException(SagaRow row) {
        super("Another runner moved " + row + " past revision " + row.revision() + ".", null, false, false);
    }
}
