package org.dddblocks.persistence;

import java.sql.Connection;
import java.util.function.Function;
import javax.sql.DataSource;

/** Reads on a connection of the pool outside any transaction: there is nothing to end, whatever happens. */
final class LoneReading {
    private LoneReading() {}

    static <T> T call(DataSource dataSource, Function<Connection, T> work) {
        BorrowedConnection borrowed = BorrowedConnection.takeForReading(dataSource);
        T result;
        try {
            result = work.apply(borrowed.connection());
        } catch (RuntimeException e) {
            end(borrowed, e);
            throw e;
        } catch (Throwable e) { // perhaps in the middle of an answer
            borrowed.discard();
            throw e;
        }
        borrowed.giveBack();
        return result;
    }

    private static void end(BorrowedConnection borrowed, RuntimeException e) {
        if (e instanceof PersistenceException failed && !LoneStatement.answered(failed.sqlState())) {
            borrowed.discard();
        } else {
            borrowed.giveBack();
        }
    }
}
