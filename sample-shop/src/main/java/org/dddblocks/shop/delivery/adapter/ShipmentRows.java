package org.dddblocks.shop.delivery.adapter;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import org.dddblocks.persistence.StateMapping;
import org.dddblocks.persistence.Stored;
import org.dddblocks.shop.delivery.model.Shipment;
import org.dddblocks.shop.delivery.model.ShipmentId;
import org.dddblocks.shop.support.Sql;

/** One row per order. */
final class ShipmentRows implements StateMapping<Shipment, ShipmentId> {
    @Override
    public Optional<Stored<Shipment>> load(Connection connection, ShipmentId id) throws SQLException {
        return Sql.first(
                connection,
                row -> new Stored<>(
                        Shipment.stored(
                                id,
                                Shipment.State.valueOf(row.getString("state")),
                                row.getObject("leaves_on", LocalDate.class),
                                row.getInt("units"),
                                row.getInt("taken_out")),
                        row.getLong("version")),
                "select * from delivery.shipment where order_id = ? for update",
                id.value());
    }

    @Override
    public int insert(Connection connection, Shipment shipment, long version) throws SQLException {
        return Sql.update(
                connection,
                "insert into delivery.shipment (version, state, leaves_on, units, taken_out, order_id)"
                        + " values (?, ?, ?, ?, ?, ?)",
                version,
                shipment.state().name(),
                shipment.day(),
                shipment.units(),
                shipment.takenOut(),
                shipment.id().value());
    }

    @Override
    public int update(Connection connection, Shipment shipment, long expected, long version) throws SQLException {
        return Sql.update(
                connection,
                "update delivery.shipment set version = ?, state = ?, leaves_on = ?, units = ?, taken_out = ?"
                        + " where order_id = ? and version = ?",
                version,
                shipment.state().name(),
                shipment.day(),
                shipment.units(),
                shipment.takenOut(),
                shipment.id().value(),
                expected);
    }
}
