package org.dddblocks.outbox;

import java.sql.Connection;
import java.time.Duration;
import java.util.function.Consumer;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Transactions;

/** Writes of a relay that take place only under its lease: the last statement of their transaction locks the lease. */
record Fenced(Database database, NodeTable nodes, Duration lease) {
    /**
     * Runs work in a transaction of its own.
     *
     * @return false if the lease was taken over; then nothing is stored
     */
    boolean run(String owner, Consumer<Connection> work) {
        Transactions transactions = database.transactions();
        try {
            transactions.run(() -> {
                // A process that is stopped in here must not keep others from taking over.
                database.dialect().endWhenIdle(transactions.connection(), lease);
                work.accept(transactions.connection());
                if (!nodes.holds(transactions.connection(), owner)) {
                    throw new LeaseGone();
                }
            });
            return true;
        } catch (LeaseGone gone) {
            return false;
        }
    }

    private static final class LeaseGone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
