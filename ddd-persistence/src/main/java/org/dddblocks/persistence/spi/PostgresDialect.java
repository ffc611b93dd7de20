package org.dddblocks.persistence.spi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** PostgreSQL: any failed statement ends the transaction, except behind a savepoint. */
final class PostgresDialect implements Dialect {
    static final PostgresDialect INSTANCE = new PostgresDialect();
    /** Constraint at commit, transaction state (a commit of an aborted transaction), serialization, deferred trigger. */
    private static final Set<String> REFUSALS = Set.of("22", "23", "25", "40", "42", "53", "54", "55", "P0");
    /** First half of the advisory lock's key: "dddb". */
    private static final int LOCK_CLASS = 0x64646462;

    private PostgresDialect() {}

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public String clock() {
        return "clock_timestamp()";
    }

    @Override
    public String clockIn(Duration ahead) {
        return "(clock_timestamp() + interval '" + ahead.toMillis() + " milliseconds')";
    }

    @Override
    public String timeType() {
        return "timestamp(6) with time zone";
    }

    @Override
    public boolean ddlCommits() {
        return false;
    }

    @Override
    public Instant now(Connection connection) {
        return Jdbc.query(
                        connection,
                        row -> row.getObject(1, OffsetDateTime.class).toInstant(),
                        "select clock_timestamp()")
                .get(0);
    }

    @Override
    public int insertIfAbsent(Connection connection, String table, List<String> columns, Object... values) {
        return Jdbc.update(connection, Statements.insert(table, columns) + " on conflict do nothing", values);
    }

    @Override
    public Optional<Instant> insertIfAbsentStamped(
            Connection connection, String table, List<String> columns, Object... values) {
        return stamped(connection, Statements.insert(table, columns) + " on conflict do nothing", values);
    }

    @Override
    public Optional<Instant> updateStamped(Connection connection, String update, Object... arguments) {
        return stamped(connection, update, arguments);
    }

    private static Optional<Instant> stamped(Connection connection, String sql, Object... arguments) {
        return Jdbc.first(
                connection,
                row -> row.getObject(1, OffsetDateTime.class).toInstant(),
                sql + " returning clock_timestamp()",
                arguments);
    }

    @Override
    public Optional<Long> updateReturning(Connection connection, String column, String update, Object... arguments) {
        return Jdbc.first(connection, row -> row.getLong(1), update + " returning " + column, arguments);
    }

    @Override
    public Optional<Counted> count(
            Connection connection,
            String table,
            List<String> key,
            String column,
            String unless,
            long amount,
            Object... values) {
        return Jdbc.first(
                connection,
                row -> new Counted(
                        row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant()),
                Statements.insert(table + " as t", Statements.and(key, column)) + " on conflict ("
                        + String.join(", ", key) + ") do update set " + column + " = t." + column + " + excluded."
                        + column + " where not (" + unless + ") returning " + column + ", clock_timestamp()",
                Statements.and(values, amount));
    }

    @Override
    public boolean commitRefused(SQLException thrown) {
        String state = thrown.getSQLState();
        return state != null && state.length() == 5 && REFUSALS.contains(state.substring(0, 2));
    }

    /** The driver sends both before it waits; if the first fails, the server skips the second. */
    @Override
    public String committing(String statement) {
        return statement + "; commit";
    }

    @Override
    public PreparedStatement plannedAnew(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            KeptPlan.never(statement);
        } catch (NoClassDefFoundError anotherDriver) {
            // Then its own rules hold.
        }
        return statement;
    }

    @Override
    public void endWhenIdle(Connection connection, Duration idle) {
        String sql = "select set_config('idle_in_transaction_session_timeout', ?, true)";
        Jdbc.query(connection, row -> true, sql, String.valueOf(Math.max(1, idle.toMillis())));
    }

    @Override
    public void lockSchema(Connection connection, String journal) {
        Jdbc.query(connection, row -> true, "select pg_advisory_xact_lock(?, ?)", LOCK_CLASS, journal.hashCode());
    }

    @Override
    public boolean tableExists(Connection connection, String table) {
        return Jdbc.query(connection, row -> row.getBoolean(1), "select to_regclass(?) is not null", table)
                .get(0);
    }
}
