package org.dddblocks.shop.ordering.adapter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.shop.ordering.model.CustomerId;
import org.dddblocks.shop.ordering.model.LineUnits;
import org.dddblocks.shop.ordering.model.OpenLine;
import org.dddblocks.shop.ordering.model.OpenLines;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderPlaced;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderRejected;
import org.dddblocks.shop.ordering.model.OrderEvent.UnitsCancelled;
import org.dddblocks.shop.ordering.model.OrderEvent.UnitsReturned;
import org.dddblocks.shop.ordering.model.OrderId;
import org.dddblocks.shop.ordering.model.Sku;
import org.dddblocks.shop.support.Sql;

/**
 * Open lines in a table that changes in the transaction that changes an order: a credit note decides on them, so they
 * cannot follow later like the read models do.
 */
public final class JdbcOpenLines implements OpenLines, RecordedEvents {
    private final Transactions transactions;

    /**
     * Wires it.
     *
     * @param transactions of ordering's database
     */
    public JdbcOpenLines(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<OpenLine> of(CustomerId customer, Collection<Sku> products) {
        String places = String.join(", ", Collections.nCopies(products.size(), "?"));
        List<Object> arguments = new ArrayList<>(List.of(customer.value()));
        products.forEach(sku -> arguments.add(sku.value()));
        // Locked until the commit: two credit notes must not take the same units.
        return Sql.run(
                "read open lines",
                () -> Sql.list(
                        transactions.connection(),
                        row -> new OpenLine(
                                new OrderId(row.getString(1)), row.getInt(2), new Sku(row.getString(3)), row.getInt(4)),
                        "select order_id, line_no, sku, open_units from ordering.open_line"
                                + " where customer_id = ? and sku in (" + places + ") and open_units > 0"
                                + " order by placed_at desc, order_id desc, line_no desc for update",
                        arguments.toArray()));
    }

    @Override
    public void recorded(List<? extends EventEnvelope<? extends DomainEvent>> events) {
        Sql.run("keep open lines", () -> {
            for (EventEnvelope<? extends DomainEvent> envelope : events) {
                apply(envelope.event(), transactions.connection());
            }
            return true;
        });
    }

    private static void apply(DomainEvent event, Connection connection) throws SQLException {
        if (event instanceof OrderPlaced placed) {
            add(placed, connection);
        } else if (event instanceof UnitsCancelled cancelled) {
            take(cancelled.order(), cancelled.units(), connection);
        } else if (event instanceof UnitsReturned returned) {
            take(returned.order(), returned.units(), connection);
        } else if (event instanceof OrderRejected rejected) {
            Sql.update(
                    connection,
                    "update ordering.open_line set open_units = 0 where order_id = ?",
                    rejected.order().value());
        }
    }

    private static void add(OrderPlaced placed, Connection connection) throws SQLException {
        CustomerId customer = placed.customer();
        if (customer == null) {
            return;
        }
        List<Object[]> rows = new ArrayList<>();
        placed.lines()
                .forEach(line -> rows.add(new Object[] {
                    placed.order().value(),
                    line.number(),
                    customer.value(),
                    line.sku().value(),
                    placed.placedAt(),
                    line.quantity()
                }));
        Sql.batch(
                connection,
                "insert into ordering.open_line (order_id, line_no, customer_id, sku, placed_at, open_units)"
                        + " values (?, ?, ?, ?, ?, ?)",
                rows);
    }

    private static void take(OrderId order, List<LineUnits> units, Connection connection) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        units.forEach(back -> rows.add(new Object[] {back.units(), order.value(), back.line()}));
        Sql.batch(
                connection,
                "update ordering.open_line set open_units = open_units - ? where order_id = ? and line_no = ?",
                rows);
    }
}
