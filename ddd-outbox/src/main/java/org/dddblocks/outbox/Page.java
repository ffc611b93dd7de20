package org.dddblocks.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dddblocks.persistence.spi.Jdbc;

/**
 * Rows of the outbox in their order.
 *
 * @param rows those that can be read
 * @param broken the others
 * @param last the last row, readable or not; the place from where the page was read if there is none
 * @param full whether there may be more
 * @param hindered whether any key of the outbox is failing, parked or halted; false if there is no row
 */
record Page(List<OutboxRow> rows, List<Broken> broken, long last, boolean full, boolean hindered) {
    /** A row that nobody can read. */
    record Broken(long seq, String messageType, String keyType, RuntimeException why) {}

    /** What stands behind an unreadable row of its key waits, or it would overtake it. */
    static Page of(ResultSet rows, long after, int limit) throws SQLException {
        Reading reading = new Reading(after);
        while (rows.next()) {
            reading.row(rows);
        }
        return new Page(reading.rows, reading.broken, reading.last, reading.count == limit, reading.hindered);
    }

    private static final class Reading {
        private final List<OutboxRow> rows = new ArrayList<>();
        private final List<Broken> broken = new ArrayList<>();
        private final Set<MessageKey> blocked = new HashSet<>();
        private long last;
        private int count;
        private boolean hindered;

        private Reading(long after) {
            this.last = after;
        }

        private void row(ResultSet row) throws SQLException {
            last = row.getLong("seq");
            count++;
            hindered |= row.getInt("hindered") == 1;
            String keyType = row.getString("aggregatetype");
            MessageKey key = null;
            try {
                key = new MessageKey(keyType, row.getString("aggregateid"));
                if (blocked.isEmpty() || !blocked.contains(key)) {
                    rows.add(outboxRow(last, row));
                }
            } catch (IllegalArgumentException unreadable) {
                broken.add(new Broken(last, row.getString("type"), keyType, unreadable));
                if (key != null) {
                    blocked.add(key);
                }
            }
        }

        private static OutboxRow outboxRow(long seq, ResultSet row) throws SQLException {
            Message message = OutboxSql.message(row);
            var failed = Jdbc.uuid(row, "failing_id");
            boolean same = message.id().equals(failed);
            Instant since = same ? Jdbc.instant(row, "failing_since") : null;
            return new OutboxRow(seq, message, same ? row.getInt("attempts") : 0, since, failed != null);
        }
    }
}
