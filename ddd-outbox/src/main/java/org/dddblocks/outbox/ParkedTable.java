package org.dddblocks.outbox;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;

/** The parked messages of one consumer. */
final class ParkedTable {
    private static final String COLUMNS = "consumer, message_id, starts, parked_at, source, aggregatetype, aggregateid,"
            + " keyversion, keyordinal, type, schemaversion, payload, time, correlationid, causationid, actor, tenant,"
            + " traceparent, headers";
    private static final String PLACES = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

    private final String consumer;
    private final String table;

    ParkedTable(Database database, String consumer) {
        this.consumer = consumer;
        this.table = database.table("inbox_parked");
    }

    void insert(Connection connection, Message message, long starts, Instant now) {
        EventMetadata why = message.metadata();
        Jdbc.update(
                connection,
                "insert into " + table + " (" + COLUMNS + ") values (" + PLACES + ")",
                consumer,
                message.id(),
                starts,
                now,
                message.source(),
                message.key().type(),
                message.key().id(),
                message.number().version(),
                message.number().ordinal(),
                message.type(),
                message.schemaVersion(),
                message.payload(),
                message.time(),
                why.correlationId(),
                why.causationId(),
                why.actor(),
                why.tenant(),
                why.traceparent(),
                HeaderText.of(message.headers()));
    }

    boolean delete(Connection connection, UUID message) {
        String sql = "delete from " + table + " where consumer = ? and message_id = ?";
        return Jdbc.update(connection, sql, consumer, message) == 1;
    }

    /** Those that were parked first come first. */
    List<ParkedMessage> list(Connection connection, int atMost) {
        String sql = "select * from " + table + " where consumer = ? order by parked_at, message_id limit " + atMost;
        return Jdbc.query(connection, ParkedTable::read, sql, consumer);
    }

    Optional<ParkedMessage> find(Connection connection, UUID message) {
        String sql = "select * from " + table + " where consumer = ? and message_id = ?";
        return Jdbc.first(connection, ParkedTable::read, sql, consumer, message);
    }

    private static ParkedMessage read(ResultSet row) throws SQLException {
        Message message = new Message(
                Objects.requireNonNull(Jdbc.uuid(row, "message_id")),
                row.getString("source"),
                new MessageKey(row.getString("aggregatetype"), row.getString("aggregateid")),
                new MessageNumber(row.getLong("keyversion"), row.getInt("keyordinal")),
                row.getString("type"),
                row.getInt("schemaversion"),
                row.getString("payload"),
                Objects.requireNonNull(Jdbc.instant(row, "time")),
                new EventMetadata(
                        row.getString("correlationid"),
                        row.getString("causationid"),
                        row.getString("actor"),
                        row.getString("tenant"),
                        row.getString("traceparent")),
                HeaderText.parse(row.getString("headers")));
        return new ParkedMessage(
                message, row.getLong("starts"), Objects.requireNonNull(Jdbc.instant(row, "parked_at")));
    }
}
