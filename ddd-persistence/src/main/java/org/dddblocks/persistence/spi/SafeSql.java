package org.dddblocks.persistence.spi;

import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    private static final Pattern NEAR = Pattern.compile(" near '", Pattern.LITERAL);
    private static final String DUPLICATE = "Duplicate entry";

    private SafeSql() {}

    /**
     * Copies an exception without values.
     *
     * @param thrown by a driver
     * @return an exception with the same code and stack trace, a state that means the same on every database, and a text
     *     and causes that quote no data
     */
    public static SQLException withoutValues(SQLException thrown) {
        SQLException safe = new SQLException(text(thrown), known(thrown), thrown.getErrorCode());
        safe.setStackTrace(thrown.getStackTrace());
        return safe;
    }

    /** The state as other databases say it; never null. */
    static String state(SQLException thrown) {
        return String.valueOf(known(thrown));
    }

    /** MariaDB often says only "general error" or "constraint", and the code tells what it was. */
    private static @Nullable String known(SQLException thrown) {
        String state = String.valueOf(thrown.getSQLState());
        return switch (state + " " + thrown.getErrorCode()) {
            case "23000 1062" -> "23505"; // a key existed
            case "HY000 1205" -> "HYT00"; // a lock was not to be had in time
            case "HY000 1020" -> "40001"; // the row changed since this transaction's snapshot
            case "42000 1044", "42000 1142", "42000 1143", "42000 1227", "42000 1370" -> "42501"; // no right
            case "08S01 1153" -> "54000"; // larger than max_allowed_packet, and will be so again
            case "70100 1927" -> "08S01"; // somebody ended the connection
            default -> thrown.getSQLState();
        };
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
        if (state.equals(
                "42000")) { // a syntax error quotes the statement, into which MariaDB's driver writes the values
            return NEAR.split(message, 2)[0];
        }
        return state.startsWith("23") ? withoutKey(KEY_VALUES.split(message, 2)[0]) : message;
    }

    /** MariaDB: {@code Duplicate entry 'the value' for key 'name'}. */
    private static String withoutKey(String message) {
        int value = message.indexOf(DUPLICATE);
        int key = message.lastIndexOf(" for key ");
        return value < 0
                ? message
                : message.substring(0, value + DUPLICATE.length()) + (key < 0 ? "" : message.substring(key));
    }

    /** Details, hints and the statement follow on later lines; the first names the table, column or constraint. */
    private static String firstLine(String message) {
        return STATEMENT.split(message.split("\\R", 2)[0], 2)[0];
    }
}
