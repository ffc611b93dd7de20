package org.dddblocks.eventstore;

import java.util.HashMap;
import java.util.Map;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Rewound;

/**
 * Which counters the open transactions of each thread hold: a transaction inside another one that waits for the outer one's
 * counter would wait for ever, and no database can see that.
 */
final class HeldByThread {
    private static final ThreadLocal<Map<Counter, Mine>> HELD = ThreadLocal.withInitial(HashMap::new);

    private final Transactions transactions;
    private final Counter counter;

    HeldByThread(Transactions transactions, String table) {
        this.transactions = transactions;
        this.counter = new Counter(transactions, table);
    }

    void checkFree() {
        Mine holder = HELD.get().get(counter);
        if (holder != null && holder != mine() && !holder.transaction.ended()) {
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
            HELD.get().put(counter, mine);
            transactions.afterCompletion(how -> released(mine));
        }
    }

    /** Not if an action that ran before this one has taken it since. */
    private void released(Mine mine) {
        HELD.get().remove(counter, mine);
        if (HELD.get().isEmpty()) {
            HELD.remove();
        }
    }

    private Mine mine() {
        return transactions.attachment(counter, () -> new Mine(transactions.attachment(Rewound.class, Rewound::new)));
    }

    private record Counter(Transactions transactions, String table) {}

    private static final class Mine {
        private final Rewound transaction;
        private boolean held;

        Mine(Rewound transaction) {
            this.transaction = transaction;
        }
    }
}
