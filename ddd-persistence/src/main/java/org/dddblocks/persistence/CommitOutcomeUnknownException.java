package org.dddblocks.persistence;

import java.sql.SQLException;
import org.dddblocks.persistence.spi.SafeSql;

/**
 * The connection failed while the commit was under way: the transaction may be stored or not, and nobody here can tell.
 *
 * <p>Read the data again before deciding what to do. Roots saved in the transaction are spent and refuse another save.
 */
public final class CommitOutcomeUnknownException extends PersistenceException {
    private static final long serialVersionUID = 1L;

    CommitOutcomeUnknownException(SQLException cause) {
        super(
                "The connection failed during the commit, so nobody knows whether this transaction is stored (SQL state "
                        + cause.getSQLState()
                        + "). Load what you changed again before you do it once more; roots saved here are spent.",
                SafeSql.withoutValues(cause));
    }

    /**
     * Never: the same work done again might be done twice.
     *
     * @return false
     */
    @Override
    public boolean retryable() {
        return false;
    }
}
