package org.dddblocks.persistence.spi;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dddblocks.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/** H2, embedded or as a server: a failed statement leaves the transaction usable. */
final class H2Dialect implements Dialect {
    static final H2Dialect IN_MEMORY = new H2Dialect(null);
    private static final String DUPLICATE_KEY = "23505";
    private static final Set<String> REFUSALS = Set.of("23", "40");

    private final @Nullable WriteTurn writeTurn;

    private H2Dialect(@Nullable WriteTurn writeTurn) {
        this.writeTurn = writeTurn;
    }

    static H2Dialect ofFile(WriteTurn writeTurn) {
        return new H2Dialect(writeTurn);
    }

    @Override
    public @Nullable WriteTurn writeTurn() {
        return writeTurn;
    }

    @Override
    public String name() {
        return "h2";
    }

    @Override
    public String clock() {
        return "current_timestamp(6)";
    }

    @Override
    public String clockIn(Duration ahead) {
        return "dateadd(millisecond, " + ahead.toMillis() + ", " + clock() + ")";
    }

    @Override
    public String timeType() {
        return "timestamp(6) with time zone";
    }

    @Override
    public boolean ddlCommits() {
        return true;
    }

    /** An embedded H2 runs in this JVM, so their clocks are one; its own CURRENT_TIMESTAMP stands still in a transaction. */
    @Override
    public Instant now(Connection connection) {
        return Jdbc.micros(Instant.now());
    }

    @Override
    public int insertIfAbsent(Connection connection, String table, List<String> columns, Object... values) {
        String sql = Statements.insert(table, columns);
        try {
            return Jdbc.updateRaw(connection, sql, values);
        } catch (SQLException e) {
            if (duplicateKey(e)) {
                return 0;
            }
            throw PersistenceException.of(sql, e);
        }
    }

    @Override
    public Optional<Instant> insertIfAbsentStamped(
            Connection connection, String table, List<String> columns, Object... values) {
        return insertIfAbsent(connection, table, columns, values) == 0
                ? Optional.empty()
                : Optional.of(now(connection));
    }

    @Override
    public Optional<Instant> updateStamped(Connection connection, String update, Object... arguments) {
        return Jdbc.update(connection, update, arguments) == 0 ? Optional.empty() : Optional.of(now(connection));
    }

    @Override
    public Optional<Long> updateReturning(Connection connection, String column, String update, Object... arguments) {
        return Jdbc.first(
                connection,
                row -> row.getLong(1),
                "select " + column + " from final table (" + update + ")",
                arguments);
    }

    /** Who inserts the same key at the same time makes MERGE fail with a duplicate, after he has committed. */
    @Override
    public Optional<Counted> count(
            Connection connection,
            String table,
            List<String> key,
            String column,
            String unless,
            long amount,
            Object... values) {
        String sql = "select " + column + " from final table (" + merge(table, key, column, unless) + ")";
        try {
            return Jdbc.first(
                    connection,
                    row -> new Counted(row.getLong(1), now(connection)),
                    sql,
                    Statements.and(values, amount));
        } catch (PersistenceException e) {
            if (DUPLICATE_KEY.equals(e.sqlState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static String merge(String table, List<String> key, String column, String unless) {
        List<String> columns = Statements.and(key, column);
        String given =
                String.join(", ", columns.stream().map(name -> "given_" + name).toList());
        String same = String.join(
                " and ",
                key.stream().map(name -> "t." + name + " = s.given_" + name).toList());
        return "merge into " + table + " t using (values ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")) s (" + given + ") on (" + same
                + ") when matched and not (" + unless + ") then update set " + column + " = " + column + " + given_"
                + column + " when not matched then insert (" + String.join(", ", columns) + ") values (" + given + ")";
    }

    @Override
    public boolean commitRefused(SQLException thrown) {
        String state = thrown.getSQLState();
        return state != null && state.length() == 5 && REFUSALS.contains(state.substring(0, 2));
    }

    /** A connection of an embedded H2 ends with its process. */
    @Override
    public void endWhenIdle(Connection connection, Duration idle) {}

    /** H2 commits before each DDL statement, which would free any row lock: {@code Database.install} locks in the JVM. */
    @Override
    public void lockSchema(Connection connection, String journal) {}

    @Override
    public boolean tableExists(Connection connection, String table) {
        int dot = table.indexOf('.');
        String schema = dot < 0 ? "current_schema" : "upper(?)";
        String sql = "select 1 from information_schema.tables where upper(table_schema) = upper(" + schema
                + ") and upper(table_name) = upper(?)";
        String name = table.substring(dot + 1);
        return (dot < 0
                        ? Jdbc.first(connection, row -> row.getInt(1), sql, name)
                        : Jdbc.first(connection, row -> row.getInt(1), sql, table.substring(0, dot), name))
                .isPresent();
    }
}
