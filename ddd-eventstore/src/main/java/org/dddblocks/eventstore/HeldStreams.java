package org.dddblocks.eventstore;

import java.util.HashMap;
import java.util.Map;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Rewound;

/**
 * Which streams the open transactions of each thread have written to: a transaction inside another one that wants the row
 * of such a stream would wait for the outer one, which waits for it; no database can see that.
 */
final class HeldStreams {
    private static final ThreadLocal<Map<Row, Holder>> HELD = ThreadLocal.withInitial(HashMap::new);

    private final Transactions transactions;
    private final String table;

    HeldStreams(Database database) {
        this.transactions = database.transactions();
        this.table = database.table("stream");
    }

    void checkFree(EncodedAppend append) {
        append.parts().forEach(part -> checkFree(part.stream()));
    }

    /** In a transaction, before it waits for the stream's row. */
    void checkFree(StreamId stream) {
        Holder holder = transactions.active() ? HELD.get().get(row(stream)) : null;
        if (holder != null && holder != mine() && !holder.rewound().mayHaveReleased()) {
            throw new IllegalStateException(
                    "An outer transaction of this thread has written to %s and holds its row until its commit, so writing"
                                    .formatted(stream)
                            + " to it in a transaction of its own (callInNew) would wait for ever. Do it in the outer"
                            + " transaction, or after its commit.");
        }
    }

    void taken(EncodedAppend append) {
        append.parts().forEach(part -> taken(part.stream()));
    }

    /** The current transaction, if there is one, holds the stream's row from now on. */
    void taken(StreamId stream) {
        if (transactions.active()) {
            HELD.get().put(row(stream), mine());
        }
    }

    private Row row(StreamId stream) {
        return new Row(transactions, table, stream);
    }

    private Holder mine() {
        return transactions.attachment(new Key(table), () -> {
            Holder holder = new Holder(transactions.attachment(Rewound.class, Rewound::new));
            transactions.afterCompletion(how -> released(holder));
            return holder;
        });
    }

    private static void released(Holder holder) {
        Map<Row, Holder> held = HELD.get();
        held.values().removeIf(other -> other == holder);
        if (held.isEmpty()) {
            HELD.remove();
        }
    }

    private record Key(String table) {}

    private record Row(Transactions transactions, String table, StreamId stream) {}

    /** One transaction, told apart by identity; what it held may be free again after a rollback to a savepoint. */
    private static final class Holder {
        private final Rewound rewound;

        Holder(Rewound rewound) {
            this.rewound = rewound;
        }

        Rewound rewound() {
            return rewound;
        }
    }
}
