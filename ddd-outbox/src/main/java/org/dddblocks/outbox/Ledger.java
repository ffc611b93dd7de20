package org.dddblocks.outbox;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dddblocks.persistence.Database;

/**
 * What the broker answered and the database does not know yet. Entries leave only after the commit that stored them, so a
 * failed transaction repeats them; each may be written twice. Used by the relay's thread only.
 */
final class Ledger {
    private final Database database;
    private final OutboxTable table;
    private final Fenced fenced;
    private final DeadLetterTable letters;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<Long> accepted = new HashSet<>();
    private boolean more;
    private long since;

    Ledger(Database database, OutboxTable table, Fenced fenced) {
        this.database = database;
        this.table = table;
        this.fenced = fenced;
        this.letters = new DeadLetterTable(database);
    }

    void accepted(OutboxRow row) {
        accepted.add(row.seq());
        add(new Accepted(row));
        more |= row.listed();
    }

    void failed(OutboxRow row, Verdict.Later verdict, String error) {
        add(new Failed(row, verdict, error, System.nanoTime()));
        more = true;
    }

    void givenUp(OutboxRow row, Verdict.GivenUp verdict, String error) {
        giveUp(new DeadLetterTable.Hopeless(
                row.seq(), verdict.policy(), verdict.attempts(), row.failingSince(), error));
    }

    void unreadable(long seq, FailurePolicy policy, String error) {
        giveUp(new DeadLetterTable.Hopeless(seq, policy, 0, null, error));
    }

    private void giveUp(DeadLetterTable.Hopeless row) {
        add(new Hopeless(row));
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
        boolean held = more
                ? fenced.run(owner, connection -> writeAll(connection, owner))
                : table.delete(fenced, owner, List.copyOf(accepted));
        forget();
        return held;
    }

    private void writeAll(Connection connection, String owner) {
        table.delete(connection, List.copyOf(accepted));
        for (Entry entry : entries) {
            if (entry instanceof Failed failed) {
                list(connection, failed);
            } else if (entry instanceof Hopeless hopeless) {
                letters.bury(connection, hopeless.row(), "relay " + owner);
            } else if (entry instanceof Accepted one && one.row().listed()) {
                table.unlist(connection, one.row());
            }
        }
    }

    private void list(Connection connection, Failed failed) {
        OutboxRow row = failed.row();
        Instant now = database.dialect().now(connection);
        Instant since = row.failingSince() == null ? now : row.failingSince();
        // From the failure on, however late it is noted: the relay reads the row again when this pause is over.
        Duration pause = failed.verdict().pause().minusNanos(System.nanoTime() - failed.at());
        Message message = row.message();
        FailingKey key = new FailingKey(
                message.key(),
                message.id(),
                message.type(),
                failed.verdict().attempts(),
                since,
                now.plus(pause),
                failed.error());
        table.list(connection, key, row.seq());
    }

    void forget() {
        entries.clear();
        accepted.clear();
        more = false;
    }

    private sealed interface Entry {}

    private record Accepted(OutboxRow row) implements Entry {}

    private record Failed(OutboxRow row, Verdict.Later verdict, String error, long at) implements Entry {}

    private record Hopeless(DeadLetterTable.Hopeless row) implements Entry {}
}
