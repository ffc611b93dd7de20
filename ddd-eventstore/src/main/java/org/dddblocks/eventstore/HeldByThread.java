package org.dddblocks.eventstore;

import java.util.HashSet;
import java.util.Set;
import org.dddblocks.persistence.Transactions;

/**
 * Which counters the open transactions of each thread hold: a transaction inside another one that waits for the outer one's
 * counter would wait for ever, and no database can see that.
 */
final class HeldByThread {
    private static final ThreadLocal<Set<Counter>> HELD = ThreadLocal.withInitial(HashSet::new);

    private final Transactions transactions;
    private final Counter counter;

    HeldByThread(Transactions transactions, String table) {
        this.transactions = transactions;
        this.counter = new Counter(transactions, table);
    }

    void checkFree() {
        if (HELD.get().contains(counter) && !mine().held) {
            throw new IllegalStateException(
                    "An outer transaction of this thread has placed its events in the feed and holds the counter %s until"
                                    .formatted(counter.table())
                            + " its commit, so an append in a transaction of its own would wait for ever. That is so in an"
                            + " adopted transaction after its first append: append in the adopted one, or after its commit.");
        }
    }

    void taken() {
        Mine mine = mine();
        if (!mine.held) {
            mine.held = true;
            HELD.get().add(counter);
            transactions.afterCompletion(how -> released());
        }
    }

    private void released() {
        HELD.get().remove(counter);
        if (HELD.get().isEmpty()) {
            HELD.remove();
        }
    }

    private Mine mine() {
        return transactions.attachment(counter, Mine::new);
    }

    private record Counter(Transactions transactions, String table) {}

    private static final class Mine {
        private boolean held;
    }
}
