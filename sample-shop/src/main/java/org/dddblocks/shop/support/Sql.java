package org.dddblocks.shop.support;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dddblocks.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/** The few lines of JDBC that every adapter needs. */
public final class Sql {
    private static final String DUPLICATE_KEY = "23505";

    private Sql() {}

    /**
     * Runs a statement that changes rows.
     *
     * @param connection of the current transaction
     * @param sql with question marks
     * @param arguments one for each
     * @return affected rows
     * @throws SQLException by the driver
     */
    public static int update(Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = bound(connection, sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    /**
     * Runs a statement once for each row of arguments.
     *
     * @param connection of the current transaction
     * @param sql with question marks
     * @param rows arguments; nothing happens if there are none
     * @throws SQLException by the driver
     */
    public static void batch(Connection connection, String sql, List<Object[]> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /**
     * Inserts a row unless its key is there; waits for somebody who is just inserting it. The transaction stays usable.
     *
     * @param connection of the current transaction
     * @param sql an INSERT with question marks
     * @param arguments one for each
     * @return whether the row is new
     */
    public static boolean insertOnce(Connection connection, String sql, @Nullable Object... arguments) {
        try {
            // PostgreSQL ends a transaction with a duplicate key in it, unless it happened behind a savepoint.
            Savepoint before = connection.setSavepoint();
            try {
                update(connection, sql, arguments);
                connection.releaseSavepoint(before);
                return true;
            } catch (SQLException e) {
                if (!DUPLICATE_KEY.equals(e.getSQLState())) {
                    throw e;
                }
                connection.rollback(before);
                return false;
            }
        } catch (SQLException e) {
            throw PersistenceException.of(sql, e);
        }
    }

    /**
     * Reads all rows.
     *
     * @param connection of the current transaction
     * @param reader makes an object of a row
     * @param sql with question marks
     * @param arguments one for each
     * @param <T> the object
     * @return in the order of the rows
     * @throws SQLException by the driver
     */
    public static <T> List<T> list(
            Connection connection, RowReader<T> reader, String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = bound(connection, sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        }
    }

    /**
     * Reads the first row.
     *
     * @param connection of the current transaction
     * @param reader makes an object of it, not null
     * @param sql with question marks
     * @param arguments one for each
     * @param <T> the object
     * @return the object, or empty if there is no row
     * @throws SQLException by the driver
     */
    public static <T> Optional<T> first(
            Connection connection, RowReader<T> reader, String sql, @Nullable Object... arguments) throws SQLException {
        return list(connection, reader, sql, arguments).stream().findFirst();
    }

    /**
     * Runs JDBC where no checked exception may leave.
     *
     * @param what was attempted, for the message
     * @param work the JDBC
     * @param <T> its result
     * @return the result
     * @throws PersistenceException instead of an {@link SQLException}
     */
    public static <T> T run(String what, SqlWork<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw PersistenceException.of(what, e);
        }
    }

    private static PreparedStatement bound(Connection connection, String sql, @Nullable Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            bind(statement, arguments);
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
    }

    /**
     * Makes an object of a row.
     *
     * @param <T> the object
     */
    @FunctionalInterface
    public interface RowReader<T> {
        /**
         * Reads the current row.
         *
         * @param row at the current row
         * @return the object
         * @throws SQLException by the driver
         */
        T read(ResultSet row) throws SQLException;
    }

    /**
     * JDBC with a result.
     *
     * @param <T> the result
     */
    @FunctionalInterface
    public interface SqlWork<T> {
        /**
         * Runs it.
         *
         * @return the result
         * @throws SQLException by the driver
         */
        T run() throws SQLException;
    }
}
