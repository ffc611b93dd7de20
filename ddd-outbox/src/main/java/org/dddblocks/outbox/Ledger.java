package org.dddblocks.outbox;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dddblocks.persistence.Database;
import org.jspecify.annotations.Nullable;

/**
 * What the broker answered and the database does not know yet. Entries leave only after the commit that stored them, so a
 * failed transaction repeats them; each may be written twice. Used by the relay's thread only.
 */
final class Ledger {
    private final Database database;
    private final OutboxTable table;
    private final Fenced fenced;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<Long> accepted = new HashSet<>();
    private boolean more;
    private long since;

    Ledger(Database database, OutboxTable table, Fenced fenced) {
        this.database = database;
        this.table = table;
        this.fenced = fenced;
    }

    void accepted(OutboxRow row) {
        accepted.add(row.seq());
        add(new Entry(row, null));
        more |= row.listed();
    }

    void failed(OutboxRow row, Duration pause, String error) {
        add(new Entry(row, new Failed(pause, error)));
        more = true;
    }

    private void add(Entry entry) {
        if (entries.isEmpty()) {
            since = System.nanoTime();
        }
        entries.add(entry);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }

    /** For how long the oldest entry has waited, in nanoseconds. */
    long age(long now) {
        return entries.isEmpty() ? 0 : now - since;
    }

    /** Whether the list of failing keys is to change: until then their rows must not be read. */
    boolean changesKeys() {
        return more;
    }

    /** Whether the broker has a row that is still in the outbox. */
    boolean hasAccepted(long seq) {
        return accepted.contains(seq);
    }

    /**
     * Stores all entries.
     *
     * @return false if the lease was taken over; then nothing is stored, and the entries are another relay's business
     */
    boolean write(String owner) {
        boolean held = more ? fenced.run(owner, this::writeAll) : table.delete(owner, List.copyOf(accepted));
        forget();
        return held;
    }

    private void writeAll(Connection connection) {
        table.delete(connection, List.copyOf(accepted));
        for (Entry entry : entries) {
            if (entry.failed() != null) {
                list(connection, entry.row(), entry.failed());
            } else if (entry.row().listed()) {
                table.unlist(connection, entry.row().key());
            }
        }
    }

    private void list(Connection connection, OutboxRow row, Failed failed) {
        Instant now = database.dialect().now(connection);
        Instant since = row.failingSince() == null ? now : row.failingSince();
        Message message = row.message();
        FailingKey key = new FailingKey(
                message.key(),
                message.id(),
                message.type(),
                row.failures() + 1,
                since,
                now.plus(failed.pause()),
                failed.error());
        table.list(connection, key, row.seq());
    }

    void forget() {
        entries.clear();
        accepted.clear();
        more = false;
    }

    private record Entry(OutboxRow row, @Nullable Failed failed) {}

    private record Failed(Duration pause, String error) {}
}
