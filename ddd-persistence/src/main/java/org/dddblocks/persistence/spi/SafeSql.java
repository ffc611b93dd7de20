package org.dddblocks.persistence.spi;

import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * Removes stored values from what drivers say, so that no payload reaches a log through an exception.
 *
 * <p>Drivers quote values mostly when data does not fit (SQL state class 22) or breaks a constraint (class 23):
 * {@code Failing row contains (…)}, {@code Value too long for column … 'the value'}. <b>Threads.</b> Stateless.
 */
public final class SafeSql {
    private static final Pattern STATEMENT = Pattern.compile("; SQL statement:", Pattern.LITERAL);
    private static final Pattern VALUE = Pattern.compile("\": ", Pattern.LITERAL);
    private static final Pattern KEY_VALUES = Pattern.compile(" VALUES ", Pattern.LITERAL);

    private SafeSql() {}

    /**
     * Copies an exception without values.
     *
     * @param thrown by a driver
     * @return an exception with the same state, code and stack trace, whose text and causes quote no data
     */
    public static SQLException withoutValues(SQLException thrown) {
        SQLException safe = new SQLException(text(thrown), thrown.getSQLState(), thrown.getErrorCode());
        safe.setStackTrace(thrown.getStackTrace());
        return safe;
    }

    private static String text(SQLException thrown) {
        String state = String.valueOf(thrown.getSQLState());
        String message = firstLine(String.valueOf(thrown.getMessage()));
        if (state.equals("22001")) { // the column or its type is named before the value
            return VALUE.split(message, 2)[0];
        }
        if (state.startsWith("22")) {
            return "a value does not fit (text withheld, it may quote data)";
        }
        return state.startsWith("23") ? KEY_VALUES.split(message, 2)[0] : message;
    }

    /** Details, hints and the statement follow on later lines; the first names the table, column or constraint. */
    private static String firstLine(String message) {
        return STATEMENT.split(message.split("\\R", 2)[0], 2)[0];
    }
}
