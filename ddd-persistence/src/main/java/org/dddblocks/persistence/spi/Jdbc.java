package org.dddblocks.persistence.spi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dddblocks.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * Runs one parametrised statement, and closes what it opened.
 *
 * <p><b>Arguments</b> are bound by {@link PreparedStatement#setObject}; an {@link Instant} goes as a UTC timestamp (with
 * time zone where the database keeps one), cut to the microsecond. <b>Errors</b> become a {@link PersistenceException} that shows the statement, never
 * the arguments. <b>Threads.</b> Stateless; a connection belongs to the thread of its transaction.
 * <pre>{@code
 * Optional<Long> version =
 *         Jdbc.first(connection, row -> row.getLong(1), "select version from stock where sku = ?", id);
 * }</pre>
 */
public final class Jdbc {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Jdbc() {}

    /**
     * Runs an INSERT, UPDATE, DELETE or DDL statement.
     *
     * @param connection the current one
     * @param sql with question marks
     * @param arguments one for each
     * @return affected rows
     */
    public static int update(Connection connection, String sql, @Nullable Object... arguments) {
        try {
            return updateRaw(connection, sql, arguments);
        } catch (SQLException e) {
            throw PersistenceException.of(sql, e);
        }
    }

    /**
     * Like {@link #update}, for callers who look at the driver's exception themselves.
     *
     * @param connection the current one
     * @param sql with question marks
     * @param arguments one for each
     * @return affected rows
     * @throws SQLException by the driver; may quote data, so pass it on only through {@link PersistenceException#of}
     */
    public static int updateRaw(Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            return statement.executeUpdate();
        }
    }

    /**
     * Runs one statement with many rows of arguments in as few round trips as the driver can.
     *
     * @param connection the current one
     * @param sql with question marks
     * @param rows one array of arguments for each run
     * @return affected rows of each run; {@link java.sql.Statement#SUCCESS_NO_INFO} where the driver does not say
     */
    public static int[] batch(Connection connection, String sql, List<@Nullable Object[]> rows) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (@Nullable Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        } catch (SQLException e) {
            throw PersistenceException.of(sql, e);
        }
    }

    /**
     * Runs a query and reads all rows.
     *
     * @param connection the current one
     * @param reader makes an object of the current row
     * @param sql with question marks
     * @param arguments one for each
     * @param <T> type of the objects
     * @return the objects, in the order of the rows
     */
    public static <T> List<T> query(
            Connection connection, RowReader<T> reader, String sql, @Nullable Object... arguments) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
                return found;
            }
        } catch (SQLException e) {
            throw PersistenceException.of(sql, e);
        }
    }

    /**
     * Runs a query of which at most one row is of interest.
     *
     * @param connection the current one
     * @param reader makes an object of the row; must not return null
     * @param sql with question marks
     * @param arguments one for each
     * @param <T> type of the object
     * @return the object of the first row, or empty if there is none
     */
    public static <T> Optional<T> first(
            Connection connection, RowReader<T> reader, String sql, @Nullable Object... arguments) {
        return query(connection, reader, sql, arguments).stream().findFirst();
    }

    /**
     * Reads a column of {@link Dialect#timeType}, whatever the time zones of the session, the driver and the JVM.
     *
     * @param row the current row
     * @param column its name
     * @return the instant, or null for NULL
     * @throws SQLException by the driver
     */
    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        return DriverTimes.read(row, column);
    }

    /**
     * Like {@link #instant(ResultSet, String)}.
     *
     * @param row the current row
     * @param column its number, from 1
     * @return the instant, or null for NULL
     * @throws SQLException by the driver
     */
    public static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        return DriverTimes.read(row, column);
    }

    /**
     * Reads a UUID.
     *
     * @param row the current row
     * @param column its name
     * @return the value, or null for NULL
     * @throws SQLException by the driver
     */
    public static @Nullable UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    /**
     * Cuts an instant to what all databases keep.
     *
     * @param instant in the years 1 to 9999; some databases store another time than the one given beyond them
     * @return the same, to the microsecond
     * @throws IllegalArgumentException for any other
     */
    public static Instant micros(Instant instant) {
        if (instant.isBefore(FIRST) || !instant.isBefore(END)) {
            throw new IllegalArgumentException(
                    "A time is %s; databases keep the years 1 to 9999. Correct the argument, or the clock given to"
                                    .formatted(instant)
                            + " Database.clock.");
        }
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Binds arguments like the other methods do, for stores with statements of their own.
     *
     * @param statement with as many question marks
     * @param arguments one for each
     * @throws SQLException by the driver
     */
    public static void bind(PreparedStatement statement, @Nullable Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            statement.setObject(
                    i + 1, argument instanceof Instant time ? DriverTimes.bound(statement, time) : argument);
        }
    }

    /**
     * Makes an object of a row.
     *
     * @param <T> type of the object
     */
    @FunctionalInterface
    public interface RowReader<T> {
        /**
         * Reads the current row; must not move the cursor.
         *
         * @param row at the current row
         * @return the object
         * @throws SQLException by the driver
         */
        T read(ResultSet row) throws SQLException;
    }
}
