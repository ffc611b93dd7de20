package org.dddblocks.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import org.dddblocks.persistence.spi.Jdbc;

/** The application's SQL, as a user would write it: a plain INSERT, an UPDATE with the version in its WHERE clause. */
class StockRows implements StateMapping<Stock, Sku> {
    static final String TABLE =
            "create table stock (sku varchar(50) primary key, units int not null, version bigint not null)";

    @Override
    public Optional<Stored<Stock>> load(Connection connection, Sku sku) {
        return Jdbc.first(
                connection,
                row -> new Stored<>(Stock.rebuilt(row.getString("sku"), row.getInt("units")), row.getLong("version")),
                "select sku, units, version from stock where sku = ?",
                sku.value());
    }

    @Override
    public int insert(Connection connection, Stock stock, long version) throws SQLException {
        try (var insert = connection.prepareStatement("insert into stock (sku, units, version) values (?, ?, ?)")) {
            insert.setString(1, stock.id().value());
            insert.setInt(2, stock.units());
            insert.setLong(3, version);
            return insert.executeUpdate();
        }
    }

    @Override
    public int update(Connection connection, Stock stock, long expected, long version) throws SQLException {
        try (var update =
                connection.prepareStatement("update stock set units = ?, version = ? where sku = ? and version = ?")) {
            update.setInt(1, stock.units());
            update.setLong(2, version);
            update.setString(3, stock.id().value());
            update.setLong(4, expected);
            return update.executeUpdate();
        }
    }

    @Override
    public OptionalLong storedVersion(Connection connection, Sku sku) {
        return Jdbc.query(
                        connection,
                        row -> row.getLong(1),
                        "select version from stock where sku = ? for update",
                        sku.value())
                .stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }
}
