package org.dddblocks.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A statement on a connection of the pool that commits by itself, and what its failure means. */
final class LoneStatement {
    /** Connection, operator intervention, system error, internal error: the server may have gone on without us. */
    private static final Set<String> UNANSWERED = Set.of("08", "57", "58", "XX", "HY");

    /** The server cancelled the statement, such as after a statement_timeout: that is an answer, and nothing is stored. */
    private static final String CANCELLED = "57014";

    private LoneStatement() {}

    static <T> T call(DataSource dataSource, Function<Connection, T> work) {
        BorrowedConnection borrowed = BorrowedConnection.takeForOneStatement(dataSource);
        T result;
        try {
            result = work.apply(borrowed.connection());
        } catch (PersistenceException e) {
            throw failed(borrowed, e);
        } catch (Throwable e) {
            borrowed.discard();
            throw e;
        }
        borrowed.giveBack();
        return result;
    }

    private static PersistenceException failed(BorrowedConnection borrowed, PersistenceException e) {
        if (answered(e.sqlState())) {
            borrowed.giveBack();
            return e;
        }
        borrowed.discard();
        return e.getCause() instanceof SQLException broken ? new CommitOutcomeUnknownException(broken) : e;
    }

    /** Whether the server said no, rather than nothing. */
    static boolean answered(@Nullable String state) {
        return CANCELLED.equals(state)
                || state != null && state.length() == 5 && !UNANSWERED.contains(state.substring(0, 2));
    }
}
