package org.dddblocks.outbox;

import java.sql.Connection;
import java.util.function.Function;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Transactions;

/** One writing statement of the relay, with its commit in as few round trips as the database can. */
final class Statement {
    private Statement() {}

    static <T> T alone(Database database, Function<Connection, T> work) {
        if (database.dialect().name().equals("postgresql")) {
            return database.alone(work);
        }
        Transactions transactions = database.transactions();
        return transactions.call(() -> work.apply(transactions.connection()));
    }
}
