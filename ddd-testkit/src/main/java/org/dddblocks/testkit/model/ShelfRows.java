package org.dddblocks.testkit.model;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.dddblocks.persistence.StateMapping;
import org.dddblocks.persistence.Stored;

/** The SQL of a shelf, as an application writes it: plain statements, no care for conflicts. */
public final class ShelfRows implements StateMapping<Shelf, ShelfId> {
    /** Creates the mapping. */
    public ShelfRows() {}

    /**
     * Creates the table.
     *
     * @param connection in auto-commit mode or not
     * @throws SQLException by the driver
     */
    public static void install(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table shelf (id varchar(255) primary key, units integer not null, version bigint not null)");
        }
    }

    @Override
    public Optional<Stored<Shelf>> load(Connection connection, ShelfId id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select units, version from shelf where id = ?")) {
            select.setString(1, id.value());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Stored<>(new Shelf(id, row.getInt(1)), row.getLong(2)))
                        : Optional.empty();
            }
        }
    }

    @Override
    public int insert(Connection connection, Shelf shelf, long version) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into shelf (id, units, version) values (?, ?, ?)")) {
            insert.setString(1, shelf.id().value());
            insert.setInt(2, shelf.units());
            insert.setLong(3, version);
            return insert.executeUpdate();
        }
    }

    @Override
    public int update(Connection connection, Shelf shelf, long expected, long version) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update shelf set units = ?, version = ? where id = ? and version = ?")) {
            update.setInt(1, shelf.units());
            update.setLong(2, version);
            update.setString(3, shelf.id().value());
            update.setLong(4, expected);
            return update.executeUpdate();
        }
    }
}
