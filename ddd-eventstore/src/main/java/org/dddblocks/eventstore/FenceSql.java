package org.dddblocks.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at PostgreSQL in one round trip of three statements, each with a snapshot of its own. Their order is what the feed
 * rests on: a transaction that took a position before the newest event did is either seen among the holders of the lock,
 * or had ended, so that the rows read after that show what it wrote.
 */
class FenceSql {
    /** The first half of the lock's key, "ddde"; the second is the oid of the sequence of positions. */
    static final int LOCK_CLASS = 0x64646465;

    /** No event is behind this one, so nobody looks at the locks. */
    static final long NEVER = Long.MAX_VALUE;

    final String newest;
    final String holders;
    final String rows;
    private final String all;

    FenceSql(Database database) {
        String event = database.table("event");
        newest = "select pg_postmaster_start_time(), current_setting('transaction_isolation'), clock_timestamp(),"
                + " coalesce(max(position), 0) from " + event;
        holders = "select (select max(position) from " + event + ") > ?, array_agg(" + holder()
                + ") filter (where pid is distinct from pg_backend_pid()), max(" + holder()
                + ") filter (where pid = pg_backend_pid()), clock_timestamp() from pg_locks where "
                + lock(database) + " and (select max(position) from " + event + ") > ?";
        rows = FeedRows.once(database);
        all = newest + "; " + holders + "; " + rows;
    }

    /** What tells one transaction from another. */
    String holder() {
        return "virtualtransaction";
    }

    /** The rows of pg_locks that are the lock of this store. */
    static String lock(Database database) {
        return "locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"
                + " and classid = " + LOCK_CLASS + " and objid = '" + database.table("event_position")
                + "'::regclass::oid and objsubid = 2 and granted";
    }

    /**
     * Looks.
     *
     * @param open the locks are read only if there is an event behind this position
     * @param after rows behind this one
     * @param upTo and not behind this one
     */
    FenceLook look(Connection connection, long open, long after, long upTo, int limit) {
        try (PreparedStatement statement = connection.prepareStatement(all)) {
            statement.setLong(1, open);
            statement.setLong(2, open);
            FeedRows.bind(statement, 3, after, upTo, limit);
            statement.execute();
            Seen seen = Seen.of(statement);
            return seen.with(nextHolders(statement), nextRows(statement));
        } catch (SQLException e) {
            throw PersistenceException.of(all, e);
        }
    }

    static Holders nextHolders(PreparedStatement statement) throws SQLException {
        statement.getMoreResults();
        try (ResultSet row = statement.getResultSet()) {
            row.next();
            return Holders.of(row);
        }
    }

    static List<StoredEvent> nextRows(PreparedStatement statement) throws SQLException {
        statement.getMoreResults();
        StoredEvent.Reader reader = new StoredEvent.Reader();
        List<StoredEvent> found = new ArrayList<>();
        try (ResultSet row = statement.getResultSet()) {
            while (row.next()) {
                found.add(reader.read(row));
            }
        }
        return found;
    }

    /** The first answer. */
    record Seen(Instant server, String isolation, Instant at, long newest) {
        static Seen of(PreparedStatement statement) throws SQLException {
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return new Seen(time(row, 1), row.getString(2), time(row, 3), row.getLong(4));
            }
        }

        FenceLook with(Holders holders, List<StoredEvent> rows) {
            Duration took = Duration.between(at, holders.at());
            return new FenceLook(
                    server, isolation, at, newest, holders.complete(), holders.others(), holders.own(), took, rows);
        }
    }

    /** The second answer. */
    record Holders(
            boolean complete, Set<String> others, @Nullable String own, Instant at) {
        static Holders of(ResultSet row) throws SQLException {
            Set<String> others = new HashSet<>();
            if (row.getArray(2) != null) {
                for (Object holder : (Object[]) row.getArray(2).getArray()) {
                    others.add((String) holder);
                }
            }
            return new Holders(row.getBoolean(1), Set.copyOf(others), row.getString(3), time(row, 4));
        }
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
