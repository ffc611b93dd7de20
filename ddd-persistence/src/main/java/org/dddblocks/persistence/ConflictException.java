package org.dddblocks.persistence;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Another writer was first: what this one decided on is not the newest state any more. Nothing of this save was written.
 *
 * <p><b>Transaction.</b> At READ COMMITTED the transaction goes on: load the root again and decide again, or do
 * something else and commit. Where the database ended the transaction or shows it an old state only (stricter isolation,
 * deadlock), {@link #transactionUsable} is false and only a new transaction helps.
 */
public final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String aggregate;
    private final long expected;
    private final long actual;
    private final boolean transactionUsable;

    /**
     * Reports a conflict that was found without an error of the database.
     *
     * @param aggregate type and id, such as {@code stock/A4}
     * @param expected the version the writer decided on; 0 for a root that should not exist yet, -1 for any
     * @param actual the version that is stored, or empty if that is unknown or the root is gone
     * @param transactionUsable whether the current transaction can go on
     */
    public ConflictException(String aggregate, long expected, OptionalLong actual, boolean transactionUsable) {
        this(aggregate, expected, actual, transactionUsable, null);
    }

    /**
     * Reports a conflict that the database reported as an error.
     *
     * @param aggregate type and id, such as {@code stock/A4}
     * @param expected the version the writer decided on; 0 for a root that should not exist yet, -1 for any
     * @param actual the version that is stored, or empty if that is unknown
     * @param transactionUsable whether the current transaction can go on
     * @param cause what the database reported
     */
    public ConflictException(
            String aggregate,
            long expected,
            OptionalLong actual,
            boolean transactionUsable,
            @Nullable Throwable cause) {
        super(text(aggregate, expected, actual, transactionUsable, cause), cause);
        this.aggregate = aggregate;
        this.expected = expected;
        this.actual = actual.orElse(-1);
        this.transactionUsable = transactionUsable;
    }

    private static String text(
            String aggregate, long expected, OptionalLong actual, boolean usable, @Nullable Throwable cause) {
        String decidedOn = expected < 0
                ? "takes any version"
                : expected == 0 ? "decided that it is new" : "decided on version " + expected;
        String stored = actual.isPresent() ? "is stored at version " + actual.getAsLong() : reason(cause);
        String remedy = usable
                ? " Nothing of this save was written, and the transaction can go on: load it again and decide on its newest"
                        + " state, or use Repository.update, which does both."
                : " The database ended the transaction, or shows it an old state only: begin a new one, load again and"
                        + " decide again.";
        return aggregate + " " + stored + ", but this writer " + decidedOn + "." + remedy;
    }

    private static String reason(@Nullable Throwable cause) {
        String state = cause instanceof PersistenceException failed ? String.valueOf(failed.sqlState()) : "";
        return switch (state) {
            case "HYT00", "55P03" -> "was locked by another transaction for longer than the lock timeout";
            case "40P01" -> "was a part of a deadlock with another transaction";
            default -> "was changed or removed";
        };
    }

    /**
     * What the writers disagree about.
     *
     * @return type and id, such as {@code stock/A4}
     */
    public String aggregate() {
        return aggregate;
    }

    /**
     * The version the losing writer decided on.
     *
     * @return the version; 0 for a root that should not exist yet, -1 for any
     */
    public long expected() {
        return expected;
    }

    /**
     * The version that is stored.
     *
     * @return the version, or empty if it is unknown or the root is gone
     */
    public OptionalLong actual() {
        return actual < 0 ? OptionalLong.empty() : OptionalLong.of(actual);
    }

    /**
     * Whether the transaction in which this was thrown can go on and commit.
     *
     * @return false if only a new transaction helps
     */
    public boolean transactionUsable() {
        return transactionUsable;
    }
}
