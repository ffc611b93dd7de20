package org.dddblocks.eventstore;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.spi.Jdbc;

/** Of a stored event, what is needed to rebuild a state. */
record ReplayRow(
        StreamId stream,
        PayloadCodec codec,
        long version,
        String typeName,
        int schemaVersion,
        long position,
        Instant occurredAt,
        String payload)
        implements StreamLoader.Row {
    static final String COLUMNS = "version, type_name, schema_version, position, occurred_at, payload";

    static ReplayRow of(StreamId stream, PayloadCodec codec, ResultSet row, int first) throws SQLException {
        return new ReplayRow(
                stream,
                codec,
                row.getLong(first),
                row.getString(first + 1),
                row.getInt(first + 2),
                row.getLong(first + 3),
                requireNonNull(Jdbc.instant(row, first + 4)),
                row.getString(first + 5));
    }

    @Override
    public void to(EventSink sink) {
        sink.stored(
                version,
                occurredAt,
                DecodedEvents.of(codec, stream, version, position, typeName, schemaVersion, payload));
    }
}
