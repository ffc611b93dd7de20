package org.dddblocks.eventstore;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.spi.Dialect;
import org.dddblocks.persistence.spi.Jdbc;

/** How far each projection has come; who holds a row is the only one to move the projection. */
final class Checkpoints {
    /** H2 gives up a lock after LOCK_TIMEOUT (often one second), although its holder is only busy. */
    private static final int PATIENCE = 60;

    private final Dialect dialect;
    private final String table;
    private final String select;
    private final String update;

    Checkpoints(Database database) {
        dialect = database.dialect();
        table = database.table("checkpoint");
        select = "select position from " + table + " where projection = ?";
        update = "update " + table + " set position = ? where projection = ?";
    }

    /** Until the end of the transaction; waits for whoever holds it. Creates the row of a projection that is new. */
    long lock(Connection connection, String projection) {
        for (int tried = 1; ; tried++) {
            try {
                return Jdbc.first(connection, row -> row.getLong(1), select + " for update", projection)
                        .orElseGet(() -> create(connection, projection));
            } catch (PersistenceException e) {
                if (tried == PATIENCE || !Races.leavesUsable(e)) {
                    throw e;
                }
            }
        }
    }

    /** Who loses the race for the first row waits for the winner's end, and then finds his position or none. */
    private long create(Connection connection, String projection) {
        int inserted = dialect.insertIfAbsent(connection, table, List.of("projection", "position"), projection, 0L);
        return inserted == 1 ? 0 : lock(connection, projection);
    }

    void move(Connection connection, String projection, long position) {
        Jdbc.update(connection, update, position, projection);
    }

    Optional<Long> position(Connection connection, String projection) {
        return Jdbc.first(connection, row -> row.getLong(1), select, projection);
    }
}
