package org.dddblocks.outbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;

/** The columns of an outbox row, written and read in one place. */
final class OutboxSql {
    static final String COLUMNS = "id, aggregatetype, aggregateid, type, payload, source, subject, time, contenttype,"
            + " schemaversion, keyversion, keyordinal, correlationid, causationid, actor, tenant, traceparent, headers, bucket";
    static final String PLACES = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";
    static final int WIDTH = COLUMNS.split(",").length;
    static final int KEY_VERSION = List.of(COLUMNS.split(", ")).indexOf("keyversion");
    private static final String CONTENT_TYPE = "application/json";

    private OutboxSql() {}

    static void bind(PreparedStatement insert, Message message) throws SQLException {
        Jdbc.bind(insert, values(message).toArray());
    }

    /** In the order of the columns; the list may be changed, not its length. */
    static List<@Nullable Object> values(Message message) {
        EventMetadata why = message.metadata();
        return Arrays.asList(
                message.id(),
                message.key().type(),
                message.key().id(),
                message.type(),
                message.payload(),
                message.source(),
                message.key().toString(),
                message.time(),
                CONTENT_TYPE,
                message.schemaVersion(),
                message.number().version(),
                message.number().ordinal(),
                why.correlationId(),
                why.causationId(),
                why.actor(),
                why.tenant(),
                why.traceparent(),
                HeaderText.of(message.headers()),
                Buckets.of(message.key()));
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
                Objects.requireNonNull(Jdbc.instant(row, "time")),
                new EventMetadata(
                        row.getString("correlationid"),
                        row.getString("causationid"),
                        row.getString("actor"),
                        row.getString("tenant"),
                        row.getString("traceparent")),
                HeaderText.parse(row.getString("headers")));
    }
}
