package org.dddblocks.outbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.dddblocks.core.EventMetadata;

/** The columns of an outbox row, written and read in one place. */
final class OutboxSql {
    static final String COLUMNS = "id, aggregatetype, aggregateid, type, payload, source, subject, time, contenttype,"
            + " schemaversion, keyversion, keyordinal, correlationid, causationid, actor, tenant, traceparent, headers";
    static final String PLACES = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";
    private static final String CONTENT_TYPE = "application/json";

    private OutboxSql() {}

    static void bind(PreparedStatement insert, Message message) throws SQLException {
        EventMetadata why = message.metadata();
        int at = 0;
        insert.setObject(++at, message.id());
        insert.setString(++at, message.key().type());
        insert.setString(++at, message.key().id());
        insert.setString(++at, message.type());
        insert.setString(++at, message.payload());
        insert.setString(++at, message.source());
        insert.setString(++at, message.key().toString());
        insert.setObject(++at, utc(message.time()));
        insert.setString(++at, CONTENT_TYPE);
        insert.setInt(++at, message.schemaVersion());
        insert.setLong(++at, message.number().version());
        insert.setInt(++at, message.number().ordinal());
        insert.setString(++at, why.correlationId());
        insert.setString(++at, why.causationId());
        insert.setString(++at, why.actor());
        insert.setString(++at, why.tenant());
        insert.setString(++at, why.traceparent());
        insert.setString(++at, HeaderText.of(message.headers()));
    }

    static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getObject("id", UUID.class),
                row.getString("source"),
                new MessageKey(row.getString("aggregatetype"), row.getString("aggregateid")),
                new MessageNumber(row.getLong("keyversion"), row.getInt("keyordinal")),
                row.getString("type"),
                row.getInt("schemaversion"),
                row.getString("payload"),
                instant(row, "time"),
                new EventMetadata(
                        row.getString("correlationid"),
                        row.getString("causationid"),
                        row.getString("actor"),
                        row.getString("tenant"),
                        row.getString("traceparent")),
                HeaderText.parse(row.getString("headers")));
    }

    static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
