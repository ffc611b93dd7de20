package org.dddblocks.shop.inventory.adapter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.dddblocks.persistence.StateMapping;
import org.dddblocks.persistence.Stored;
import org.dddblocks.shop.inventory.model.Goods;
import org.dddblocks.shop.inventory.model.Reservation;
import org.dddblocks.shop.inventory.model.ReservationId;
import org.dddblocks.shop.inventory.model.Sku;
import org.dddblocks.shop.support.Sql;

/** One row per order, and one per product of it. */
final class ReservationRows implements StateMapping<Reservation, ReservationId> {
    @Override
    public Optional<Stored<Reservation>> load(Connection connection, ReservationId id) throws SQLException {
        // The row first, then its lines: whoever changes a reservation holds its row.
        var head = Sql.first(
                connection,
                row -> new Head(Reservation.State.valueOf(row.getString("state")), row.getLong("version")),
                "select state, version from inventory.reservation where order_id = ? for update",
                id.value());
        if (head.isEmpty()) {
            return Optional.empty();
        }
        Goods goods = goods(connection, id);
        return head.map(found -> new Stored<>(Reservation.stored(id, found.state(), goods), found.version()));
    }

    private record Head(Reservation.State state, long version) {}

    private static Goods goods(Connection connection, ReservationId id) throws SQLException {
        TreeMap<Sku, Integer> units = new TreeMap<>();
        Sql.list(
                connection,
                row -> units.put(new Sku(row.getString(1)), row.getInt(2)) == null,
                "select sku, units from inventory.reservation_line where order_id = ?",
                id.value());
        return Goods.of(units);
    }

    @Override
    public int insert(Connection connection, Reservation reservation, long version) throws SQLException {
        int inserted = Sql.update(
                connection,
                "insert into inventory.reservation (order_id, version, state) values (?, ?, ?)",
                reservation.id().value(),
                version,
                reservation.state().name());
        insertLines(connection, reservation);
        return inserted;
    }

    @Override
    public int update(Connection connection, Reservation reservation, long expected, long version) throws SQLException {
        String order = reservation.id().value();
        int updated = Sql.update(
                connection,
                "update inventory.reservation set version = ?, state = ? where order_id = ? and version = ?",
                version,
                reservation.state().name(),
                order,
                expected);
        if (updated == 1) {
            Sql.update(connection, "delete from inventory.reservation_line where order_id = ?", order);
            insertLines(connection, reservation);
        }
        return updated;
    }

    private static void insertLines(Connection connection, Reservation reservation) throws SQLException {
        List<Object[]> rows = reservation.goods().units().entrySet().stream()
                .map(unit ->
                        new Object[] {reservation.id().value(), unit.getKey().value(), unit.getValue()})
                .toList();
        Sql.batch(connection, "insert into inventory.reservation_line (order_id, sku, units) values (?, ?, ?)", rows);
    }
}
