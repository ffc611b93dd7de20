package org.dddblocks.eventstore;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;

/**
 * Reads the feed where positions are taken from a counter row as a transaction's last step: they become visible in
 * ascending order, so that whatever follows the last one is all there is.
 */
final class CounterFeed implements FeedReader {
    private final String page;
    private final String head;

    CounterFeed(Database database) {
        String table = database.table("event");
        // The sizes first: such a database would hold all payloads of the page in memory to sum them up. Then each
        // row by its key: for a range that ends at a subquery, H2 asks it again for each row, and MariaDB reads all
        // the rest. A left join begins with the page, whatever the database thinks of the sizes of the tables.
        String sizes = "select position as place, octet_length(payload) as size from " + table
                + " where position > ? order by position limit ?";
        String before =
                "select place, sum(size) over (order by place) - size as bytes_before from (" + sizes + ") sizes";
        page = "select " + StoredEvent.COLUMNS + " from (select place from (" + before
                + ") sized where bytes_before < ?) page left join " + table + " on position = place order by position";
        head = "select coalesce(max(position), 0) from " + table;
    }

    /** The tables are there. */
    @Override
    public void check(Connection connection) {
        head(connection);
    }

    @Override
    public List<StoredEvent> read(Connection connection, long after, int limit) {
        return Jdbc.query(connection, new StoredEvent.Reader(), page, after, limit, FeedRows.BYTES);
    }

    @Override
    public long head(Connection connection) {
        return Jdbc.query(connection, row -> row.getLong(1), head).get(0);
    }

    /** Never: a writer who is stopped with the counter in his hand stops the writers behind him, not the readers. */
    @Override
    public Optional<FeedStall> stall(Connection connection) {
        return Optional.empty();
    }
}
