package org.dddblocks.shop.ordering.adapter;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.Money;
import org.dddblocks.eventstore.Projection;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.shop.ordering.model.Charge;
import org.dddblocks.shop.ordering.model.CreditNoteEvent.CreditNoteIssued;
import org.dddblocks.shop.ordering.model.CustomerId;
import org.dddblocks.shop.ordering.model.Line;
import org.dddblocks.shop.ordering.model.Match;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderConfirmed;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderDelivered;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderPlaced;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderRejected;
import org.dddblocks.shop.ordering.model.OrderId;
import org.dddblocks.shop.support.Pounds;
import org.dddblocks.shop.support.Sql;
import org.jspecify.annotations.Nullable;

/** Folds the events of orders and credit notes into tables that people read. */
final class OrderProjection implements Projection {
    @Override
    public String name() {
        return "orders-and-credit-notes";
    }

    @Override
    public void reset(Connection connection) throws SQLException {
        for (String table : List.of("order_view", "order_product_view", "credit_note_view", "credit_match_view")) {
            Sql.update(connection, "delete from ordering." + table);
        }
    }

    @Override
    public void on(FeedEntry entry, Connection connection) throws SQLException {
        DomainEvent event = entry.envelope().event();
        if (event instanceof OrderPlaced placed) {
            placed(placed, connection);
        } else if (event instanceof OrderConfirmed confirmed) {
            status(confirmed.order(), "CONFIRMED", null, connection);
        } else if (event instanceof OrderDelivered delivered) {
            status(delivered.order(), "DELIVERED", null, connection);
        } else if (event instanceof OrderRejected rejected) {
            status(rejected.order(), "REJECTED", rejected.reason(), connection);
        } else if (event instanceof CreditNoteIssued issued) {
            issued(issued, connection);
        }
    }

    private static void placed(OrderPlaced event, Connection connection) throws SQLException {
        Sql.update(
                connection,
                "insert into ordering.order_view (order_id, customer_id, country, goods, charges, units, status)"
                        + " values (?, ?, ?, ?, ?, ?, 'PLACED')",
                event.order().value(),
                number(event.customer()),
                event.country(),
                sum(event.lines().stream().map(Line::amount).toList()),
                sum(event.charges().stream().map(Charge::amount).toList()),
                event.lines().stream().mapToLong(Line::quantity).sum());
        Map<String, Long> units = new TreeMap<>();
        event.lines().forEach(line -> units.merge(line.sku().value(), (long) line.quantity(), Math::addExact));
        Sql.batch(
                connection,
                "insert into ordering.order_product_view (order_id, sku, units) values (?, ?, ?)",
                units.entrySet().stream()
                        .map(unit -> new Object[] {event.order().value(), unit.getKey(), unit.getValue()})
                        .toList());
    }

    private static void issued(CreditNoteIssued event, Connection connection) throws SQLException {
        String id = event.creditNote().value();
        Sql.update(
                connection,
                "insert into ordering.credit_note_view"
                        + " (credit_note_id, customer_id, units, matched_units, has_goods, goods, charges)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                id,
                number(event.customer()),
                event.lines().stream().mapToLong(Line::quantity).sum(),
                event.matchedUnits(),
                !event.lines().isEmpty(),
                sum(event.lines().stream().map(Line::amount).toList()),
                sum(event.charges().stream().map(Charge::amount).toList()));
        Sql.batch(
                connection,
                "insert into ordering.credit_match_view (credit_note_id, order_id) values (?, ?)",
                event.matches().stream()
                        .map(Match::order)
                        .distinct()
                        .map(order -> new Object[] {id, order.value()})
                        .toList());
    }

    private static void status(OrderId order, String status, @Nullable String reason, Connection connection)
            throws SQLException {
        Sql.update(
                connection,
                "update ordering.order_view set status = ?, reason = ? where order_id = ?",
                status,
                reason,
                order.value());
    }

    private static BigDecimal sum(List<Money> amounts) {
        return amounts.stream().reduce(Money.zero(Pounds.CODE), Money::plus).amount();
    }

    private static @Nullable String number(@Nullable CustomerId customer) {
        return customer == null ? null : customer.value();
    }
}
