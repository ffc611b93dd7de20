package org.dddblocks.eventstore;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.spi.Jdbc;

/** Tries at start what the feed on PostgreSQL relies on, and refuses a server or a sequence on which it would lose events. */
final class FenceCheck {
    private static final String FEED = "The feed of this event store would lose events: ";

    private final String lock;
    private final String seen;
    private final String server;
    private final String sequence;

    FenceCheck(Database database) {
        sequence = database.table("event_position");
        String oid = "'" + sequence + "'::regclass::oid";
        lock = "select pg_advisory_xact_lock_shared(" + FenceSql.LOCK_CLASS + ", " + oid + "::integer)";
        seen = "select count(*) from pg_locks where " + FenceSql.lock(database) + " and pid = pg_backend_pid()"
                + " and mode = 'ShareLock' and virtualtransaction is not null";
        server = "select pg_is_in_recovery(), s.seqcache, s.seqincrement, s.seqcycle, c.relpersistence = 'p',"
                + " (select count(*) from pg_depend d where d.refobjid = c.oid and d.classid = 'pg_attrdef'::regclass),"
                + " case when has_sequence_privilege(c.oid, 'USAGE, SELECT')"
                + " then coalesce(pg_sequence_last_value(c.oid), 0) end,"
                + " (select coalesce(max(position), 0) from " + database.table("event") + ")"
                + " from pg_sequence s join pg_class c on c.oid = s.seqrelid where c.oid = " + oid;
    }

    /**
     * Leaves the lock to the end of the transaction.
     *
     * @throws PersistenceException with what was found and the remedy
     */
    void run(Connection connection) {
        Jdbc.query(connection, row -> true, lock);
        long holding = Jdbc.query(connection, row -> row.getLong(1), seen).get(0);
        refuseIf(
                holding != 1,
                "an advisory lock that was taken is not seen in pg_locks. Use PostgreSQL itself, without a proxy that"
                        + " sends the statements of a transaction to different servers.");
        Jdbc.query(connection, this::checked, server);
    }

    private boolean checked(ResultSet row) throws SQLException {
        refuseIf(row.getBoolean(1), "this server is a standby, where nobody's locks are seen. Connect to the primary.");
        refuseIf(
                row.getLong(2) != 1 || row.getLong(3) != 1 || row.getBoolean(4),
                ("the sequence %s has CACHE %d, INCREMENT %d%s, so that positions are not taken in order. Run: alter sequence"
                                + " %s increment 1 cache 1 no cycle")
                        .formatted(
                                sequence,
                                row.getLong(2),
                                row.getLong(3),
                                row.getBoolean(4) ? ", CYCLE" : "",
                                sequence));
        refuseIf(
                !row.getBoolean(5),
                "the sequence %s is not logged, so that a crash would reset it. Run: alter sequence %s set logged"
                        .formatted(sequence, sequence));
        refuseIf(
                row.getLong(6) > 0,
                "the sequence %s is also the default of another table's column. Give that table a sequence of its own."
                        .formatted(sequence));
        long last = row.getLong(7);
        refuseIf(
                !row.wasNull() && last < row.getLong(8),
                ("the sequence %s stands at %d, but there is an event at position %d. Run: select setval('%s', (select"
                                + " max(position) from the event table))")
                        .formatted(sequence, last, row.getLong(8), sequence));
        return true;
    }

    private static void refuseIf(boolean wrong, String what) {
        if (wrong) {
            throw new PersistenceException(FEED + what);
        }
    }
}
