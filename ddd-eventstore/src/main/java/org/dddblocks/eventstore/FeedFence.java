package org.dddblocks.eventstore;

import java.sql.Connection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;

/**
 * How far PostgreSQL's feed is settled: a position is, once every transaction that held the writers' shared lock after it
 * was handed out has ended. The caller reads rows up to it by a later statement at READ COMMITTED.
 */
final class FeedFence {
    private static final int LOCK_CLASS = 0x64646465;

    private final String lastValue;
    private final String holders;
    private long settled;
    private long candidate;
    private Set<String> writers = Set.of();

    FeedFence(Database database) {
        String sequence = database.table("event_position");
        lastValue = "select case when is_called then last_value else 0 end from " + sequence;
        holders = "select virtualtransaction from pg_locks where locktype = 'advisory' and database ="
                + " (select oid from pg_database where datname = current_database()) and classid = " + LOCK_CLASS
                + " and objid = '" + sequence + "'::regclass::oid and objsubid = 2 and granted";
    }

    /** The last settled position: nobody will commit one up to it any more. */
    synchronized long settled(Connection connection) {
        if (candidate == settled) {
            candidate = Jdbc.first(connection, row -> row.getLong(1), lastValue).orElseThrow();
            writers = holders(connection);
        } else {
            writers.retainAll(holders(connection));
        }
        if (writers.isEmpty()) {
            settled = candidate;
        }
        return settled;
    }

    private Set<String> holders(Connection connection) {
        List<String> found = Jdbc.query(connection, row -> row.getString(1), holders);
        return new HashSet<>(found);
    }
}
