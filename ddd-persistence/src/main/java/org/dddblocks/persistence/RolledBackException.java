package org.dddblocks.persistence;

/**
 * The work returned normally, but its transaction was rolled back, because a part of it had failed half-way.
 *
 * <p>Thrown by the outermost {@code run} or {@code call}: a joined call threw, somebody caught that, and a commit would
 * have stored half of what the joined call meant to do. The cause is what the joined call threw.
 * Let it pass, or run what may fail alone in {@link Transactions#callInNew}.
 */
public final class RolledBackException extends PersistenceException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports it; for authors of {@link Transactions}.
     *
     * @param cause what the joined work threw
     */
    public RolledBackException(Throwable cause) {
        super(
                "This transaction was rolled back, nothing of it is stored: work that had joined it failed ("
                        + cause.getClass().getSimpleName()
                        + ") and may have been half done, although the exception was caught afterwards. Let the"
                        + " exception reach the outermost run, or do that work in callInNew, so that it ends on its own.",
                cause);
    }
}
