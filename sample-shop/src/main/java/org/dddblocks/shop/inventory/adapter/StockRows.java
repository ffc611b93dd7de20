package org.dddblocks.shop.inventory.adapter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.dddblocks.persistence.StateMapping;
import org.dddblocks.persistence.Stored;
import org.dddblocks.shop.inventory.model.Sku;
import org.dddblocks.shop.inventory.model.Stock;
import org.dddblocks.shop.inventory.model.Stock.Moved;
import org.dddblocks.shop.support.Sql;

/** One row per product. */
final class StockRows implements StateMapping<Stock, Sku> {
    @Override
    public Optional<Stored<Stock>> load(Connection connection, Sku id) throws SQLException {
        // Locked: a popular product is in every second order, and waiting costs less than deciding again.
        return Sql.first(
                connection,
                row -> new Stored<>(
                        Stock.stored(
                                id,
                                row.getInt("on_hand"),
                                row.getInt("reserved"),
                                new Moved(
                                        row.getInt("opened"),
                                        row.getInt("adjusted"),
                                        row.getInt("released"),
                                        row.getInt("shipped"),
                                        row.getInt("returned"))),
                        row.getLong("version")),
                "select * from inventory.stock where sku = ? for update",
                id.value());
    }

    @Override
    public int insert(Connection connection, Stock stock, long version) throws SQLException {
        Moved moved = stock.moved();
        return Sql.update(
                connection,
                "insert into inventory.stock"
                        + " (version, on_hand, reserved, opened, adjusted, released, shipped, returned, sku)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                version,
                stock.onHand(),
                stock.reserved(),
                moved.opened(),
                moved.adjusted(),
                moved.released(),
                moved.shipped(),
                moved.returned(),
                stock.id().value());
    }

    @Override
    public int update(Connection connection, Stock stock, long expected, long version) throws SQLException {
        Moved moved = stock.moved();
        return Sql.update(
                connection,
                "update inventory.stock set version = ?, on_hand = ?, reserved = ?, opened = ?, adjusted = ?,"
                        + " released = ?, shipped = ?, returned = ? where sku = ? and version = ?",
                version,
                stock.onHand(),
                stock.reserved(),
                moved.opened(),
                moved.adjusted(),
                moved.released(),
                moved.shipped(),
                moved.returned(),
                stock.id().value(),
                expected);
    }
}
