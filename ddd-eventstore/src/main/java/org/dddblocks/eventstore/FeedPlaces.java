package org.dddblocks.eventstore;

import java.sql.Connection;
import java.util.OptionalLong;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;

/** Where events stand in the feed, for those who report or wait; what is found may not be shown to readers yet. */
final class FeedPlaces {
    private final String newest;
    private final String place;

    FeedPlaces(Database database) {
        String table = database.table("event");
        newest = "select coalesce(max(position), 0) from " + table;
        place = "select position from " + table + " where stream_type = ? and stream_id = ? and version = ?";
    }

    OptionalLong newest(Connection connection) {
        return OptionalLong.of(
                Jdbc.query(connection, row -> row.getLong(1), newest).get(0));
    }

    OptionalLong of(Connection connection, StreamId stream, long version) {
        return Jdbc.first(connection, row -> row.getLong(1), place, stream.type(), stream.id(), version).stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }
}
