package org.dddblocks.eventstore;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Rewound;

/**
 * Forbids the commit of a transaction of ours in which a rollback to a savepoint undid an append: the roots saved in it
 * believe they are stored. Costs nothing unless there was such a rollback.
 */
final class SavepointGuard {
    private final Transactions transactions;
    private final StreamTable streams;
    private final Object key;

    SavepointGuard(Database database) {
        this.transactions = database.transactions();
        this.streams = new StreamTable(database);
        this.key = new Key(database.table("stream"));
    }

    private record Key(String table) {}

    /** The newest versions that this transaction wrote. */
    private static final class Written {
        private final Map<StreamId, Long> versions = new LinkedHashMap<>();
    }

    void appended(EncodedAppend append, Appended appended) {
        if (transactions.adopted()) {
            return; // its owner decides what he undoes
        }
        Written written = written();
        if (written.versions.isEmpty()) {
            transactions.beforeCommit(() -> check(written));
        }
        for (EncodedAppend.Part part : append.parts()) {
            long version = appended.version(part.stream());
            Long known = written.versions.put(part.stream(), version);
            if (known != null && known != version - part.size()) {
                throw UncommittedEvents.undone(part.stream(), known);
            }
        }
    }

    void forget(StreamId stream) {
        written().versions.remove(stream);
    }

    private Written written() {
        return transactions.attachment(key, Written::new);
    }

    private void check(Written written) {
        if (Rewound.in(transactions)) {
            written.versions.forEach((stream, version) -> {
                if (streams.version(transactions.connection(), stream) != version) {
                    throw UncommittedEvents.undone(stream, version);
                }
            });
        }
    }
}
