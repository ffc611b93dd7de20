package org.dddblocks.benchmarks.eventstore;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.dddblocks.benchmarks.eventstore.Booked.AmountBooked;
import org.dddblocks.benchmarks.paired.Server;
import org.dddblocks.core.EventIds;

/**
 * What somebody writes who needs no library: one prepared INSERT into the same table with the same indexes, and a commit. No
 * version is checked, no order promised, nothing retried.
 */
final class HandWritten {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DataSource pool;
    private final String table;
    private final String insert;
    private final boolean bindsPosition;

    HandWritten(DataSource pool, String table, String nextPosition) {
        this.pool = pool;
        this.table = table;
        this.bindsPosition = nextPosition.equals("?");
        this.insert = "insert into " + table + " (position, stream_type, stream_id, version, event_id, type_name,"
                + " schema_version, occurred_at, recorded_at, payload) values (" + nextPosition
                + ", ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    }

    void append(String stream, long version, List<AmountBooked> events) throws Exception {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
                for (AmountBooked event : events) {
                    version++;
                    int i = 1;
                    if (bindsPosition) statement.setLong(i++, Server.position());
                    statement.setString(i++, "ledger");
                    statement.setString(i++, stream);
                    statement.setLong(i++, version);
                    statement.setObject(i++, EventIds.next());
                    statement.setString(i++, "bench.AmountBooked");
                    statement.setInt(i++, 1);
                    statement.setObject(i++, now);
                    statement.setObject(i++, now);
                    statement.setString(i, JSON.writeValueAsString(event));
                    if (events.size() > 1) statement.addBatch();
                }
                if (events.size() > 1) statement.executeBatch();
                else statement.executeUpdate();
            }
            connection.commit();
        }
    }

    long balance(String stream) throws Exception {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement("select version, type_name, payload from "
                        + table + " where stream_type = ? and stream_id = ? and version > ? order by version")) {
            statement.setString(1, "ledger");
            statement.setString(2, stream);
            statement.setLong(3, 0);
            return fold(statement, 0, 0);
        }
    }

    /** The tail after a state that the caller keeps in a table of his own. */
    long balanceAfter(String stream, String snapshots) throws Exception {
        try (Connection connection = pool.getConnection()) {
            long version;
            long balance;
            try (PreparedStatement statement =
                    connection.prepareStatement("select version, state from " + snapshots + " where stream_id = ?")) {
                statement.setString(1, stream);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    version = row.getLong(1);
                    balance = JSON.readValue(row.getString(2), Booked.LedgerState.class)
                            .balance();
                }
            }
            try (PreparedStatement statement = connection.prepareStatement("select version, type_name, payload from "
                    + table + " where stream_type = ? and stream_id = ? and version > ? order by version")) {
                statement.setString(1, "ledger");
                statement.setString(2, stream);
                statement.setLong(3, version);
                return fold(statement, version, balance);
            }
        }
    }

    /** With the version, without which nothing can be appended, and by the type, without which nothing can be parsed. */
    private static long fold(PreparedStatement statement, long version, long balance) throws Exception {
        long last = version;
        long sum = balance;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                last = rows.getLong(1);
                sum += event(rows.getString(2), rows.getString(3)).amount();
            }
        }
        if (last < version) throw new IllegalStateException("never");
        return sum;
    }

    private static AmountBooked event(String type, String payload) throws java.io.IOException {
        return switch (type) {
            case "bench.AmountBooked" -> JSON.readValue(payload, AmountBooked.class);
            default -> throw new IllegalStateException("A type that nobody knows: " + type);
        };
    }

    /** Reads the log in pages and parses what it reads, envelope columns included. */
    long readLog(int limit) throws Exception {
        long[] sum = {0};
        log(limit, row -> sum[0] += row.event().amount());
        return sum[0];
    }

    long count(int limit) throws Exception {
        long[] count = {0};
        log(limit, row -> count[0]++);
        return count[0];
    }

    private void log(int limit, Consumer<Row> reader) throws Exception {
        long last = 0;
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select position, stream_type, stream_id, version, event_id, type_name, schema_version,"
                                + " occurred_at, recorded_at, correlation_id, causation_id, actor, tenant, traceparent,"
                                + " payload from " + table + " where position > ? order by position limit ?")) {
            int found = limit;
            while (found == limit) {
                found = 0;
                statement.setLong(1, last);
                statement.setInt(2, limit);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found++;
                        last = rows.getLong(1);
                        reader.accept(new Row(rows));
                    }
                }
            }
        }
    }

    private record Row(
            String type,
            String stream,
            long version,
            UUID id,
            String name,
            int schema,
            OffsetDateTime occurred,
            OffsetDateTime recorded,
            String[] metadata,
            AmountBooked event) {
        Row(ResultSet row) throws SQLException, java.io.IOException {
            this(
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getObject(5, UUID.class),
                    row.getString(6),
                    row.getInt(7),
                    row.getObject(8, OffsetDateTime.class),
                    row.getObject(9, OffsetDateTime.class),
                    new String[] {
                        row.getString(10), row.getString(11), row.getString(12), row.getString(13), row.getString(14)
                    },
                    HandWritten.event(row.getString(6), row.getString(15)));
        }
    }
}
