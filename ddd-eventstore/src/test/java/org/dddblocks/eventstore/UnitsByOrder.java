package org.dddblocks.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.persistence.FeedEntry;

/** A read model that shows each event applied twice or left out, because it adds up. */
class UnitsByOrder implements Projection {
    private final Shop shop;

    UnitsByOrder(Shop shop) {
        this.shop = shop;
    }

    static UnitsByOrder in(Shop shop) throws SQLException {
        try (Connection connection = shop.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table units_by_order (id varchar(300) primary key, units bigint, events bigint)");
        }
        return new UnitsByOrder(shop);
    }

    @Override
    public String name() {
        return "units-by-order";
    }

    @Override
    public void on(FeedEntry entry, Connection connection) throws Exception {
        EventEnvelope<?> envelope = entry.envelope();
        int units = envelope.event() instanceof OrderEvent.UnitsAdded added ? added.units() : 0;
        if (envelope.version() == 1) {
            change(connection, "insert into units_by_order (units, events, id) values (?, 1, ?)", units, envelope);
        } else {
            change(
                    connection,
                    "update units_by_order set units = units + ?, events = events + 1 where id = ?",
                    units,
                    envelope);
        }
    }

    private static void change(Connection connection, String sql, int units, EventEnvelope<?> envelope)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, units);
            statement.setString(2, envelope.stream().id());
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("version 1 of " + envelope.stream() + " was not applied");
            }
        }
    }

    @Override
    public void reset(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from units_by_order");
        }
    }

    /** Units and number of events by order. */
    Map<String, String> rows() {
        return shop.transactions.call(() -> {
            Map<String, String> rows = new TreeMap<>();
            try (Statement statement = shop.transactions.connection().createStatement();
                    ResultSet row = statement.executeQuery("select id, units, events from units_by_order")) {
                while (row.next()) {
                    rows.put(row.getString(1), row.getLong(2) + " in " + row.getLong(3));
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return rows;
        });
    }
}
