package org.dddblocks.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.dddblocks.persistence.Database;

/** The same look in three round trips, so that something can happen between two of them; mutants take another order. */
class SplitFenceSql extends FenceSql {
    enum Part {
        NEWEST,
        HOLDERS,
        ROWS
    }

    static final List<Part> RIGHT = List.of(Part.NEWEST, Part.HOLDERS, Part.ROWS);

    private final List<Part> order;
    private Runnable between = () -> {};
    private int gap = -1;

    SplitFenceSql(Database database, List<Part> order) {
        super(database);
        this.order = order;
    }

    /** Lets something happen once, in a gap of the next look that reads the locks: 0 after the first part, 1 after the second. */
    void happens(int inGap, Runnable what) {
        gap = inGap;
        between = what;
    }

    @Override
    FenceLook look(Connection connection, long open, long after, long upTo, int limit) {
        try {
            Seen seen = null;
            Holders holders = null;
            List<StoredEvent> found = List.of();
            for (Part part : order) {
                switch (part) {
                    case NEWEST -> seen = newest(connection);
                    case HOLDERS -> holders = holders(connection, open);
                    case ROWS -> found = rows(connection, after, upTo, limit);
                }
                if (open != NEVER && order.indexOf(part) == gap) {
                    gap = -1;
                    between.run();
                }
            }
            return seen.with(holders, found);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Seen newest(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(newest)) {
            statement.execute();
            return Seen.of(statement);
        }
    }

    private Holders holders(Connection connection, long open) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(holders)) {
            statement.setLong(1, open);
            statement.setLong(2, open);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Holders.of(row);
            }
        }
    }

    private List<StoredEvent> rows(Connection connection, long after, long upTo, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(rows)) {
            FeedRows.bind(statement, 1, after, upTo, limit);
            List<StoredEvent> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new StoredEvent.Reader().read(row));
                }
            }
            return found;
        }
    }
}
