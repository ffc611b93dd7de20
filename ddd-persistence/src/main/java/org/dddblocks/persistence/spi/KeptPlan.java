package org.dddblocks.persistence.spi;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.postgresql.PGStatement;

/** Apart from the dialect, since the driver of PostgreSQL need not be there. */
final class KeptPlan {
    private KeptPlan() {}

    /** The driver lets the server forget the statement after each use. */
    static void never(PreparedStatement statement) throws SQLException {
        if (statement.isWrapperFor(PGStatement.class)) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
    }
}
