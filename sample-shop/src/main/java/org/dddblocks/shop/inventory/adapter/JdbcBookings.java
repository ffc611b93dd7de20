package org.dddblocks.shop.inventory.adapter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.shop.inventory.application.Bookings;
import org.dddblocks.shop.inventory.application.InventoryTotals;
import org.dddblocks.shop.inventory.model.Sku;
import org.dddblocks.shop.support.Sql;

/** Bookings in a table; the totals from all of inventory's tables. */
public final class JdbcBookings implements Bookings {
    private final Transactions transactions;

    /**
     * Wires it.
     *
     * @param transactions of inventory's database
     */
    public JdbcBookings(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean book(String kind, String id, Sku sku, int units, String reason) {
        return Sql.insertOnce(
                transactions.connection(),
                "insert into inventory.booking (kind, booking_id, sku, units, reason) values (?, ?, ?, ?, ?)",
                kind,
                id,
                sku.value(),
                units,
                reason);
    }

    @Override
    public InventoryTotals totals() {
        return transactions.call(() -> Sql.run("read the totals of inventory", this::read));
    }

    private InventoryTotals read() throws SQLException {
        Connection connection = transactions.connection();
        Map<String, Long> orders = new HashMap<>();
        Sql.list(
                connection,
                row -> orders.put(row.getString(1), row.getLong(2)) == null,
                "select state, count(*) from inventory.reservation group by state");
        long adjustments = Sql.first(
                        connection,
                        row -> row.getLong(1),
                        "select count(*) from inventory.booking where kind = 'ADJUSTMENT'")
                .orElseThrow();
        return Sql.first(
                        connection,
                        row -> new InventoryTotals(
                                row.getLong("products"),
                                row.getLong("opened"),
                                row.getLong("on_hand"),
                                row.getLong("reserved"),
                                row.getLong("shipped"),
                                row.getLong("released"),
                                row.getLong("returned"),
                                orders.getOrDefault("RESERVED", 0L),
                                orders.getOrDefault("SHIPPED", 0L),
                                orders.getOrDefault("SHORT", 0L),
                                orders.getOrDefault("RELEASED", 0L),
                                adjustments,
                                row.getLong("adjusted")),
                        "select count(*) as products, sum(opened) as opened, sum(on_hand) as on_hand,"
                                + " sum(reserved) as reserved, sum(shipped) as shipped, sum(released) as released,"
                                + " sum(returned) as returned, sum(adjusted) as adjusted from inventory.stock")
                .orElseThrow();
    }
}
