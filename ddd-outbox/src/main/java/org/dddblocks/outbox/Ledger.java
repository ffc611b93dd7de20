package org.dddblocks.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the broker answered and the database does not know yet. Entries leave only after the commit that stored them, so a
 * failed transaction repeats them; each may be written twice. Used by the relay's thread only.
 */
final class Ledger {
    private final List<Entry> entries = new ArrayList<>();
    private int written;

    void accepted(OutboxRow row) {
        entries.add(new Entry(row, null));
    }

    void failed(OutboxRow row, Duration pause, String error) {
        entries.add(new Entry(row, new Failed(pause, error)));
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void writeTo(Shift shift) {
        List<Entry> open = entries.subList(written, entries.size());
        List<Long> accepted = new ArrayList<>();
        for (Entry entry : open) {
            if (entry.failed() == null) {
                accepted.add(entry.row().seq());
            }
        }
        shift.delete(accepted);
        for (Entry entry : open) {
            if (entry.failed() != null) {
                shift.list(entry.row(), entry.failed().pause(), entry.failed().error());
            } else if (entry.row().listed()) {
                shift.unlist(entry.row().key());
            }
        }
        written = entries.size();
    }

    void committed() {
        entries.subList(0, written).clear();
        written = 0;
    }

    void rolledBack() {
        written = 0;
    }

    void forget() {
        entries.clear();
        written = 0;
    }

    private record Entry(OutboxRow row, @Nullable Failed failed) {}

    private record Failed(Duration pause, String error) {}
}
