package org.dddblocks.persistence.spi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dddblocks.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the databases, so that stores need not know which one they run on.
 *
 * <p><b>Threads.</b> Stateless; one instance serves many threads.
 * <pre>{@code
 * int inserted = dialect.insertIfAbsent(connection, database.table("inbox"), List.of("consumer", "message_id"), name, id);
 * }</pre>
 */
public sealed interface Dialect permits H2Dialect, MariaDbDialect, PostgresDialect {

    /**
     * Finds the dialect of a server and checks that it is one we support.
     *
     * @param connection to the server, with auto-commit on
     * @return the dialect
     * @throws PersistenceException for any other server, a fork, an old version or a standby, with the remedy
     */
    static Dialect detect(Connection connection) {
        return ServerCheck.detect(connection);
    }

    /**
     * The stable name, also of the schema resources.
     *
     * @return {@code "h2"}, {@code "mariadb"} or {@code "postgresql"}
     */
    String name();

    /**
     * What {@link #now} reads, for use inside a statement: a value to compare with and to store in a column of type {@link
     * #timeType}. On H2 it stands still within a transaction.
     *
     * @return an SQL expression
     */
    String clock();

    /**
     * What {@link #clock} will say later, for use inside a statement.
     *
     * @param ahead how much later, in whole milliseconds
     * @return an SQL expression
     */
    String clockIn(Duration ahead);

    /**
     * The type of a column that keeps an instant to the microsecond.
     *
     * @return as written in a CREATE TABLE
     */
    String timeType();

    /**
     * What a CREATE TABLE ends with, so that texts compare as bytes and rows are transactional.
     *
     * @return options, or an empty text
     */
    default String tableOptions() {
        return "";
    }

    /**
     * Whether a statement such as CREATE TABLE commits the transaction it runs in.
     *
     * @return true if it does
     */
    boolean ddlCommits();

    /**
     * The database's running clock: it advances within a transaction.
     *
     * @param connection the current one
     * @return the time now, to the microsecond
     */
    Instant now(Connection connection);

    /**
     * Inserts a row unless one with the same key exists; the transaction stays usable either way. Waits for a
     * concurrent transaction that inserted the same key, until that one ends.
     *
     * @param connection the current one
     * @param table qualified name, from {@code Database.table}
     * @param columns names, the key's included
     * @param values as many, bound like {@link Jdbc} does
     * @return 1 if the row was inserted, 0 if the key existed
     */
    int insertIfAbsent(Connection connection, String table, List<String> columns, Object... values);

    /**
     * Like {@link #insertIfAbsent}, and reads the database's clock in the same round trip where that is possible.
     *
     * @param connection the current one
     * @param table qualified name, from {@code Database.table}
     * @param columns names, the key's included
     * @param values as many, bound like {@link Jdbc} does
     * @return the time, as {@link #now} gives it, if the row was inserted; empty if the key existed
     */
    Optional<Instant> insertIfAbsentStamped(
            Connection connection, String table, List<String> columns, Object... values);

    /**
     * Updates at most one row, and reads the database's clock in the same round trip where that is possible.
     *
     * @param connection the current one
     * @param update with question marks
     * @param arguments one for each
     * @return the time, as {@link #now} gives it, if a row was updated; empty if none was
     */
    Optional<Instant> updateStamped(Connection connection, String update, Object... arguments);

    /**
     * Updates one column of at most one row and returns its new value, in one round trip.
     *
     * @param connection the current one
     * @param column the only column that is set, a whole number that becomes 1 or more
     * @param update {@code update … set column = … where …}, with question marks
     * @param arguments one for each
     * @return the value after the update if a row was updated; empty if none was
     */
    Optional<Long> updateReturning(Connection connection, String column, String update, Object... arguments);

    /**
     * A column after {@link #count}, and the database's time.
     *
     * @param value what it is now
     * @param at as {@link #now} gives it
     */
    record Counted(long value, Instant at) {}

    /**
     * Adds to a column of the row with a key, which begins with the amount where there is no such row, in one round trip.
     *
     * @param connection the current one
     * @param table qualified name, from {@code Database.table}
     * @param key columns of the primary key
     * @param column the only other column that is set, a whole number
     * @param unless a condition on a row that forbids it: on columns other than this one, and not met by a new row
     * @param amount to add
     * @param values as many as there are columns of the key
     * @return the value and the time; empty if the condition forbids it, or somebody else has just inserted the row: lock
     *     the row, look, and try again
     */
    Optional<Counted> count(
            Connection connection,
            String table,
            List<String> key,
            String column,
            String unless,
            long amount,
            Object... values);

    /**
     * Runs the statements of an insert inside a savepoint: when one fails, what the earlier ones wrote is gone too, and a
     * duplicate key does not end the transaction.
     *
     * @param connection the current one
     * @param statement runs it
     * @return what the statement returned
     * @throws SQLException what the statement threw; the transaction is usable unless {@link #endsTransaction} says no
     */
    default int insert(Connection connection, SqlInt statement) throws SQLException {
        Savepoint before = connection.setSavepoint();
        int rows;
        try {
            rows = statement.run();
        } catch (SQLException e) {
            if (!endsTransaction(e)) {
                connection.rollback(before);
            }
            throw e;
        }
        connection.releaseSavepoint(before);
        return rows;
    }

    /**
     * What to write behind a table's name, so that a query with a limit reads in the order of an index. MariaDB would sort
     * the whole rest of a long stream for each page.
     *
     * @param index its name, from {@code Database.name}
     * @return a hint, or nothing where none is needed
     */
    default String inOrderOf(String index) {
        return "";
    }

    /**
     * Whether a key existed already.
     *
     * @param thrown by the driver
     * @return true for a violated primary key or unique constraint
     */
    default boolean duplicateKey(SQLException thrown) {
        return "23505".equals(thrown.getSQLState());
    }

    /**
     * Whether the database ended the transaction with this error, so that nothing in it can be saved (deadlock,
     * serialization failure).
     *
     * @param thrown by the driver
     * @return true if only a new transaction helps
     */
    default boolean endsTransaction(SQLException thrown) {
        return thrown.getSQLState() != null && thrown.getSQLState().startsWith("40");
    }

    /**
     * Whether a transaction that lost a race without an error goes on seeing the state from before it, so that deciding
     * again in it cannot help. Where stricter isolation ends the loser's transaction with an error, never.
     *
     * @param connection the current one
     * @return true if only a new transaction helps
     */
    default boolean seesOldState(Connection connection) {
        return false;
    }

    /**
     * Whether a failed commit surely stored nothing, instead of leaving that open.
     *
     * @param thrown by {@link Connection#commit}
     * @return true if the database answered and refused
     */
    boolean commitRefused(SQLException thrown);

    /**
     * Lets the server end the current transaction when nothing was asked of it for a while, so that a stopped process
     * does not hold its locks for ever. An embedded database ends with its process and needs nothing. Where the server
     * knows this only as a setting of the session (MariaDB, in whole seconds), it is restored after the transaction, and
     * nothing is done to an adopted connection.
     *
     * @param connection the current one, of {@code transactions.connection()}
     * @param idle how long nothing was asked, at least one millisecond
     */
    void endWhenIdle(Connection connection, Duration idle);

    /**
     * Makes a session the only one that changes our schema, as far as the database can: until its transaction ends or
     * {@link #unlockSchema}, whichever the database knows.
     *
     * @param connection any
     * @param journal name of the journal whose holder is asked for
     */
    void lockSchema(Connection connection, String journal);

    /**
     * Gives up what {@link #lockSchema} took, where the end of the transaction does not.
     *
     * @param connection the one that locked
     * @param journal the same name
     */
    default void unlockSchema(Connection connection, String journal) {}

    /**
     * Whether a table exists.
     *
     * @param connection the current one
     * @param table qualified name, from {@code Database.table}
     * @return true if it does
     */
    boolean tableExists(Connection connection, String table);

    /**
     * Whose turn it is to write, where transactions of ours must not write beside one another.
     *
     * @return null where the database sees to everything itself
     */
    default @Nullable WriteTurn writeTurn() {
        return null;
    }

    /**
     * A text that runs a statement and commits, in one round trip.
     *
     * @param statement with question marks, without a semicolon
     * @return the text, with the same question marks; null where server or driver cannot do that
     */
    default @Nullable String committing(String statement) {
        return null;
    }

    /**
     * Prepares a statement that the server plans for its arguments each time. PostgreSQL keeps the plan of a statement that is used
     * often: one from a time when a table was nearly empty reads the whole of it when it has grown, until the next ANALYZE. Worth
     * its price, a few tenths of a millisecond, for tables that fill and empty again.
     *
     * @param connection the current one
     * @param sql with question marks
     * @return to be closed by the caller
     * @throws SQLException by the driver
     */
    default PreparedStatement plannedAnew(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** A connection or statement that knows on which database it works. */
    interface Speaker {
        /**
         * The dialect of the database.
         *
         * @return the dialect
         */
        Dialect dialect();
    }

    /** A session whose settings are put back before the connection goes back to its pool. */
    interface Session {
        /**
         * Runs a statement when the transaction has ended; if that fails, the connection is given up.
         *
         * @param statement restores a setting
         * @return false if this transaction knows the statement already
         */
        boolean restoredBy(String statement);
    }

    /** A statement that returns a number of rows. */
    @FunctionalInterface
    interface SqlInt {
        /**
         * Runs the statement.
         *
         * @return rows
         * @throws SQLException by the driver
         */
        int run() throws SQLException;
    }
}
