package org.dddblocks.eventstore;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.SetAsideEvent.How;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Dialect;
import org.dddblocks.persistence.spi.Jdbc;

/** The events that projections passed over; who holds a projection's checkpoint is the only one to change its rows. */
final class SetAsideTable {
    private static final int REASON = 1_000;
    private static final String COLUMNS =
            "projection, position, stream_type, stream_id, version, type_name, schema_version, how, reason, set_aside_at";

    private final Dialect dialect;
    private final String insert;
    private final String parked;
    private final String list;
    private final String forget;

    SetAsideTable(Database database) {
        dialect = database.dialect();
        String table = database.table("set_aside");
        insert = "insert into " + table + " (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        parked = "select stream_type, stream_id from " + table + " where projection = ? and how = 'PARKED'";
        list = "select " + COLUMNS + " from " + table
                + " where projection = ? and position > ? order by position limit ?";
        forget = "delete from " + table + " where projection = ?";
    }

    Set<StreamId> parkedStreams(Connection connection, String projection) {
        return new HashSet<>(
                Jdbc.query(connection, row -> new StreamId(row.getString(1), row.getString(2)), parked, projection));
    }

    /** A stream's event that waits for an earlier one. */
    SetAsideEvent behind(Connection connection, String projection, long position, EventEnvelope<?> event) {
        SetAsideEvent behind = new SetAsideEvent(
                projection,
                position,
                event.stream(),
                event.version(),
                event.typeName(),
                event.schemaVersion(),
                How.BEHIND,
                "An earlier event of this stream is parked.",
                dialect.now(connection));
        insert(connection, behind);
        return behind;
    }

    void insert(Connection connection, SetAsideEvent event) {
        Jdbc.update(
                connection,
                insert,
                event.projection(),
                event.position(),
                event.stream().type(),
                event.stream().id(),
                event.version(),
                event.typeName(),
                event.schemaVersion(),
                event.how().name(),
                event.reason(),
                event.at());
    }

    List<SetAsideEvent> list(Connection connection, String projection, long afterPosition, int limit) {
        return Jdbc.query(connection, SetAsideTable::event, list, projection, afterPosition, limit);
    }

    private static SetAsideEvent event(ResultSet row) throws SQLException {
        Instant at = Objects.requireNonNull(Jdbc.instant(row, "set_aside_at"));
        return new SetAsideEvent(
                row.getString("projection"),
                row.getLong("position"),
                new StreamId(row.getString("stream_type"), row.getString("stream_id")),
                row.getLong("version"),
                row.getString("type_name"),
                row.getInt("schema_version"),
                How.valueOf(row.getString("how")),
                row.getString("reason"),
                at);
    }

    void forget(Connection connection, String projection) {
        Jdbc.update(connection, forget, projection);
    }

    /** Control characters and halves of surrogate pairs are not kept by every database. */
    static String reason(Throwable cause) {
        String text = String.valueOf(cause);
        StringBuilder kept = new StringBuilder();
        text.codePoints()
                .limit(REASON / 2) // a character beyond the basic plane counts as two
                .map(c -> c < ' ' || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? ' ' : c)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
