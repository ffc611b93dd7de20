package org.dddblocks.persistence;

import java.sql.SQLException;
import java.util.Set;
import org.dddblocks.persistence.spi.SafeSql;
import org.jspecify.annotations.Nullable;

/**
 * The database, or the way to it, failed; the message says what was attempted.
 *
 * <p><b>Content.</b> Neither the message nor the cause quotes stored data: where a driver's text may contain a value,
 * the value is withheld, and the SQL state stays. The statement is shown with its question marks, never its arguments.
 */
public class PersistenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Set<String> TRANSIENT_CLASSES = Set.of("40", "08", "53");
    private static final Set<String> LOCK_TIMEOUTS = Set.of("HYT00", "55P03");
    private static final Set<String> MISSING_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");

    private static final Set<String> NO_RIGHT = Set.of("42501", "90040", "90096");
    private static final Set<String> READ_ONLY = Set.of("25006", "90097");

    private final @Nullable String sqlState;

    /**
     * Reports a failure that no statement caused.
     *
     * @param message what was attempted, what happened, how to fix it
     */
    public PersistenceException(String message) {
        super(message);
        this.sqlState = null;
    }

    /**
     * Reports a failure with its cause, which is kept as it is.
     *
     * @param message what was attempted, what happened, how to fix it
     * @param cause why; must not quote stored data
     */
    public PersistenceException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.sqlState = cause instanceof SQLException sql ? sql.getSQLState() : null;
    }

    /**
     * Wraps what a driver threw, without the values it may quote.
     *
     * @param attempted what was being done, such as {@code "load stock/A4"} or the statement with its question marks
     * @param thrown by the driver
     * @return the exception to throw
     */
    public static PersistenceException of(String attempted, SQLException thrown) {
        SQLException safe = SafeSql.withoutValues(thrown);
        return new PersistenceException(
                "Failed: " + attempted + ". The database says: " + safe.getMessage() + " [" + safe.getSQLState() + "]."
                        + remedy(safe),
                safe);
    }

    private static String remedy(SQLException thrown) {
        String state = String.valueOf(thrown.getSQLState());
        if (MISSING_TABLE.contains(state)) {
            return " If a table of ours is missing, call database.install(…) once at start with the schema() of each"
                    + " store, or apply the SQL that database.print(…) returns.";
        }
        if (NO_RIGHT.contains(state)) {
            return " This is what this user may not do. At run time he needs select, insert, update and delete on our tables"
                    + " (and execute on our functions); let somebody who may create tables call database.install(…) or run"
                    + " the SQL that database.print(…) returns.";
        }
        if (LOCK_TIMEOUTS.contains(state)) {
            return " Another transaction held the row for longer than the lock timeout: try again, and keep"
                    + " transactions short.";
        }
        if (READ_ONLY.contains(state)) {
            return " This transaction or server is read-only: connect to one that may write.";
        }
        return "";
    }

    /**
     * The five-letter SQL state, for programs.
     *
     * @return the state, or null if no statement caused this
     */
    public @Nullable String sqlState() {
        return sqlState;
    }

    /**
     * Whether the same work, done again in a new transaction, may well succeed and cannot be done twice: a deadlock, a
     * serialization failure, a lock timeout, a connection lost before the commit.
     *
     * @return true if trying again makes sense
     */
    public boolean retryable() {
        return sqlState != null
                && sqlState.length() == 5
                && (TRANSIENT_CLASSES.contains(sqlState.substring(0, 2))
                        || LOCK_TIMEOUTS.contains(sqlState)
                        || sqlState.startsWith("57P0"));
    }
}
