package org.dddblocks.persistence.spi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dddblocks.persistence.PersistenceException;

/**
 * MariaDB: a failed statement leaves the transaction usable, a deadlock ends it, DDL commits it.
 *
 * <p>UPDATE has no RETURNING there; what a statement found out comes back as the id that {@code last_insert_id(…)} puts
 * into the server's answer, so that it costs no round trip. Times are kept in UTC without a zone.
 */
final class MariaDbDialect implements Dialect {
    static final MariaDbDialect INSTANCE = new MariaDbDialect();
    /** The running clock, in UTC: {@code sysdate} speaks the session's zone, whose distance both frozen clocks tell. */
    private static final String CLOCK = "(sysdate(6) - interval timestampdiff(second, utc_timestamp(), now()) second)";

    private static final String MICROS = "timestampdiff(microsecond, timestamp'1970-01-01 00:00:00', " + CLOCK + ")";
    /** No time and no generated id: the row was there. */
    private static final long KNOWN = Long.MAX_VALUE;

    private static final int DUPLICATE_KEY = 1062;
    private static final int LONGEST_LOCK_NAME = 64;

    private MariaDbDialect() {}

    @Override
    public String name() {
        return "mariadb";
    }

    @Override
    public String clock() {
        return CLOCK;
    }

    @Override
    public String clockIn(Duration ahead) {
        return "(" + CLOCK + " + interval " + ahead.toMillis() * 1_000 + " microsecond)";
    }

    @Override
    public String timeType() {
        return "datetime(6)";
    }

    @Override
    public String tableOptions() {
        return " engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin";
    }

    @Override
    public boolean ddlCommits() {
        return true;
    }

    @Override
    public Instant now(Connection connection) {
        return Jdbc.query(connection, row -> ofMicros(row.getLong(1)), "select " + MICROS)
                .get(0);
    }

    /** The duplicate's row is locked as by an update; an INSERT that fails would leave a shared lock to deadlock on. */
    @Override
    public int insertIfAbsent(Connection connection, String table, List<String> columns, Object... values) {
        String sql = Statements.insert(table, columns) + elseTell(columns);
        return run(connection, sql, values).told() == KNOWN ? 0 : 1;
    }

    @Override
    public Optional<Instant> insertIfAbsentStamped(
            Connection connection, String table, List<String> columns, Object... values) {
        String insert = Statements.insert(table, columns);
        String stamped = insert.substring(0, insert.length() - 2) + "if(last_insert_id(" + MICROS + "), ?, null))";
        long told = run(connection, stamped + elseTell(columns), values).told();
        return told == KNOWN ? Optional.empty() : Optional.of(ofMicros(told));
    }

    private static String elseTell(List<String> columns) {
        String column = columns.get(0);
        return " on duplicate key update " + column + " = if(last_insert_id(" + KNOWN + "), " + column + ", " + column
                + ")";
    }

    @Override
    public Optional<Instant> updateStamped(Connection connection, String update, Object... arguments) {
        Written written = run(connection, update + " and last_insert_id(" + MICROS + ")", arguments);
        return written.rows() == 0 ? Optional.empty() : Optional.of(ofMicros(written.told()));
    }

    @Override
    public Optional<Long> updateReturning(Connection connection, String column, String update, Object... arguments) {
        Pattern assignment = Pattern.compile("\\bset " + Pattern.quote(column) + " = (.+?) where ");
        String telling = assignment.matcher(update).replaceFirst("set " + column + " = last_insert_id($1) where ");
        Written written = run(connection, telling, arguments);
        return written.rows() == 0 ? Optional.empty() : Optional.of(written.told());
    }

    /** A row that is there is locked, changed or not. */
    @Override
    public Optional<Counted> count(
            Connection connection,
            String table,
            List<String> key,
            String column,
            String unless,
            long amount,
            Object... values) {
        String sql = Statements.insert(table, Statements.and(key, column)) + " on duplicate key update " + column
                + " = if(" + unless + ", " + column + ", " + column + " + ?) returning " + column + ", " + MICROS + ", "
                + unless;
        return Jdbc.query(connection, MariaDbDialect::counted, sql, Statements.and(values, amount, amount))
                .get(0);
    }

    private static Optional<Counted> counted(ResultSet row) throws SQLException {
        return row.getBoolean(3)
                ? Optional.empty()
                : Optional.of(new Counted(row.getLong(1), ofMicros(row.getLong(2))));
    }

    /** Rows are only told apart from none: a duplicate counts 0 or 1, as the connection is configured. */
    private record Written(int rows, long told) {}

    private static Written run(Connection connection, String sql, Object... arguments) {
        try (PreparedStatement statement = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
            Jdbc.bind(statement, arguments);
            int rows = statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                return new Written(rows, keys.next() ? keys.getLong(1) : 0);
            }
        } catch (SQLException e) {
            throw PersistenceException.of(sql, e);
        }
    }

    private static Instant ofMicros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Override
    public String inOrderOf(String index) {
        return " force index (" + index + ")";
    }

    @Override
    public boolean duplicateKey(SQLException thrown) {
        return thrown.getErrorCode() == DUPLICATE_KEY;
    }

    @Override
    public boolean endsTransaction(SQLException thrown) {
        return SafeSql.state(thrown).startsWith("40");
    }

    /** Its updates and locking reads see the newest rows at REPEATABLE READ too, plain reads do not. */
    @Override
    public boolean seesOldState(Connection connection) {
        try {
            return connection.getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED;
        } catch (SQLException e) {
            throw PersistenceException.of("read the isolation of a transaction", e);
        }
    }

    @Override
    public boolean commitRefused(SQLException thrown) {
        String state = SafeSql.state(thrown);
        return state.startsWith("40") || state.startsWith("23");
    }

    @Override
    public void endWhenIdle(Connection connection, Duration idle) {
        try {
            if (connection.isWrapperFor(Session.class)) {
                boolean first = connection
                        .unwrap(Session.class)
                        .restoredBy("set session idle_transaction_timeout = @ddd_idle_before");
                String keep = first ? "@ddd_idle_before = @@session.idle_transaction_timeout, " : "";
                long seconds = Math.max(1, idle.plusMillis(999).toSeconds());
                Jdbc.update(connection, "set " + keep + "session idle_transaction_timeout = " + seconds);
            }
        } catch (SQLException e) {
            throw PersistenceException.of("let an idle transaction end", e);
        }
    }

    /** The session's lock, since DDL ends transactions and with them the locks of rows. */
    @Override
    public void lockSchema(Connection connection, String journal) {
        boolean locked = Jdbc.query(
                        connection, row -> row.getInt(1) == 1, "select get_lock(?, 60)", lockName(connection, journal))
                .get(0);
        if (!locked) {
            throw new PersistenceException("Another node has been changing the schema of " + journal
                    + " for a minute. Wait until it is done, and start again.");
        }
    }

    @Override
    public void unlockSchema(Connection connection, String journal) {
        Jdbc.query(connection, row -> true, "select release_lock(?)", lockName(connection, journal));
    }

    /** Names of locks belong to the whole server, so the schema is a part of them. */
    private static String lockName(Connection connection, String journal) {
        String schema = Jdbc.query(connection, row -> String.valueOf(row.getString(1)), "select database()")
                .get(0);
        String name = "dddblocks " + (journal.contains(".") ? journal : schema + "." + journal);
        return name.length() <= LONGEST_LOCK_NAME
                ? name
                : name.substring(0, LONGEST_LOCK_NAME - 8) + Integer.toHexString(name.hashCode());
    }

    @Override
    public boolean tableExists(Connection connection, String table) {
        int dot = table.indexOf('.');
        return Jdbc.first(
                        connection,
                        row -> true,
                        "select 1 from information_schema.tables where table_schema = ifnull(?, database())"
                                + " and table_name = ?",
                        dot < 0 ? null : table.substring(0, dot),
                        table.substring(dot + 1))
                .isPresent();
    }
}
