package org.dddblocks.eventstore;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.dddblocks.persistence.Database;

/** The rows of one page: by number, and so few that their payloads fit into memory together. */
final class FeedRows {
    /** A page holds payloads of at most so many bytes, or one event. */
    static final long BYTES = 4 << 20;

    private FeedRows() {}

    /**
     * Sums up the sizes of the page first, and counts how many of its rows fit only if not all of them do. A sum that runs
     * along with the rows would copy every payload once more, which took as long as reading them.
     *
     * @return with the arguments of {@link #bind}
     */
    static String once(Database database) {
        String table = database.table("event");
        String page = table + " where position > ? and position <= ? order by position limit ";
        String sizes = "(select position, octet_length(payload) as size from " + page + "?) page";
        return "select " + StoredEvent.COLUMNS + " from " + page + "case when (select coalesce(sum(size), 0) from "
                + sizes
                + ") <= " + BYTES
                + " then ? else (select count(*) from (select sum(size) over (order by position) - size"
                + " as bytes_before from " + sizes + ") sized where bytes_before < " + BYTES + ") end";
    }

    /** Binds the arguments of {@link #once}. */
    static void bind(PreparedStatement statement, int first, long after, long upTo, int limit) throws SQLException {
        int at = range(statement, first, after, upTo);
        at = range(statement, at, after, upTo);
        statement.setInt(at, limit);
        statement.setInt(at + 1, limit);
        at = range(statement, at + 2, after, upTo);
        statement.setInt(at, limit);
    }

    private static int range(PreparedStatement statement, int first, long after, long upTo) throws SQLException {
        statement.setLong(first, after);
        statement.setLong(first + 1, upTo);
        return first + 2;
    }
}
