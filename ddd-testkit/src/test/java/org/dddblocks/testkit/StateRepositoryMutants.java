package org.dddblocks.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.dddblocks.persistence.StateMapping;
import org.dddblocks.persistence.Stored;
import org.dddblocks.testkit.model.Shelf;
import org.dddblocks.testkit.model.ShelfId;
import org.dddblocks.testkit.model.ShelfRows;

/** State repositories broken on purpose. */
final class StateRepositoryMutants {
    private StateRepositoryMutants() {}

    /** The UPDATE forgets to ask for the version. */
    static class NoVersionCheck extends StateRepositoryContract implements OnH2 {
        @Override
        StateMapping<Shelf, ShelfId> mapping() {
            ShelfRows rows = new ShelfRows();
            return new StateMapping<>() {
                @Override
                public Optional<Stored<Shelf>> load(Connection connection, ShelfId id) throws SQLException {
                    return rows.load(connection, id);
                }

                @Override
                public int insert(Connection connection, Shelf root, long version) throws SQLException {
                    return rows.insert(connection, root, version);
                }

                @Override
                public int update(Connection connection, Shelf root, long expected, long version) throws SQLException {
                    int updated = 0;
                    while (updated == 0) {
                        long stored =
                                rows.load(connection, root.id()).orElseThrow().version();
                        updated = rows.update(connection, root, stored, version);
                    }
                    return updated;
                }
            };
        }
    }
}
