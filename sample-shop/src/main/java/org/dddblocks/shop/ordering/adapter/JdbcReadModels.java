package org.dddblocks.shop.ordering.adapter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.dddblocks.eventstore.Projections;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.shop.ordering.application.OrderingTotals;
import org.dddblocks.shop.ordering.application.OrderingTotals.CountryTotals;
import org.dddblocks.shop.ordering.application.OrderingTotals.CreditTotals;
import org.dddblocks.shop.ordering.application.ReadModels;
import org.dddblocks.shop.support.Pounds;
import org.dddblocks.shop.support.Sql;

/** Ordering's read models in tables. */
public final class JdbcReadModels implements ReadModels {
    private final Transactions transactions;
    private final Projections projections;
    private final OrderProjection orders = new OrderProjection();

    /**
     * Wires it.
     *
     * @param transactions of ordering's database
     * @param projections over ordering's event store
     */
    public JdbcReadModels(Transactions transactions, Projections projections) {
        this.transactions = transactions;
        this.projections = projections;
    }

    @Override
    public void rebuild() {
        projections.rebuild(orders);
    }

    @Override
    public Optional<String> rejection(String orderId) {
        projections.catchUp(orders);
        return transactions.call(() -> Sql.run(
                "read why an order was rejected",
                () -> Sql.first(
                        transactions.connection(),
                        row -> row.getString(1),
                        "select reason from ordering.order_view where order_id = ? and reason is not null",
                        orderId)));
    }

    @Override
    public OrderingTotals totals() {
        projections.catchUp(orders);
        return transactions.call(() -> Sql.run("read the totals of ordering", this::read));
    }

    private OrderingTotals read() throws SQLException {
        Connection connection = transactions.connection();
        List<CountryTotals> countries = Sql.list(
                connection,
                row -> new CountryTotals(row.getString(1), row.getLong(2), Pounds.of(row.getBigDecimal(3))),
                "select country, count(*), sum(goods + charges) from ordering.order_view"
                        + " group by country order by 3 desc, 1");
        long products = Sql.first(
                        connection,
                        row -> row.getLong(1),
                        "select count(distinct sku) from ordering.order_product_view")
                .orElseThrow();
        CreditTotals credits = credits(connection);
        long entries = Sql.first(connection, row -> row.getLong(1), "select count(*) from ordering.ledger_entry")
                .orElseThrow();
        var entered = Sql.first(
                        connection,
                        row -> Pounds.of(row.getBigDecimal(1)),
                        "select sum(amount) from ordering.ledger_entry")
                .orElseThrow();
        return Sql.first(
                        connection,
                        row -> new OrderingTotals(
                                row.getLong("orders"),
                                row.getLong("guests"),
                                row.getLong("units"),
                                products,
                                Pounds.of(row.getBigDecimal("goods")),
                                Pounds.of(row.getBigDecimal("charges")),
                                row.getLong("placed"),
                                row.getLong("completed"),
                                row.getLong("rejected"),
                                Pounds.of(row.getBigDecimal("rejected_amount")),
                                countries,
                                credits,
                                entries,
                                entered),
                        "select count(*) as orders, count(*) - count(customer_id) as guests, sum(units) as units,"
                                + " sum(goods) as goods, sum(charges) as charges,"
                                + " sum(case when status in ('PLACED', 'CONFIRMED') then 1 else 0 end) as placed,"
                                + " sum(case when status = 'DELIVERED' then 1 else 0 end) as completed,"
                                + " sum(case when status = 'REJECTED' then 1 else 0 end) as rejected,"
                                + " sum(case when status = 'REJECTED' then goods + charges else 0 end) as rejected_amount"
                                + " from ordering.order_view")
                .orElseThrow();
    }

    private static CreditTotals credits(Connection connection) throws SQLException {
        long concerned = Sql.first(
                        connection,
                        row -> row.getLong(1),
                        "select count(distinct order_id) from ordering.credit_match_view")
                .orElseThrow();
        return Sql.first(
                        connection,
                        row -> new CreditTotals(
                                row.getLong("with_goods"),
                                row.getLong("units"),
                                row.getLong("matched"),
                                concerned,
                                Pounds.of(row.getBigDecimal("goods")),
                                row.getLong("charges_only"),
                                Pounds.of(row.getBigDecimal("charges"))),
                        "select sum(case when has_goods then 1 else 0 end) as with_goods, sum(units) as units,"
                                + " sum(matched_units) as matched, sum(goods) as goods,"
                                + " sum(case when has_goods then 0 else 1 end) as charges_only, sum(charges) as charges"
                                + " from ordering.credit_note_view")
                .orElseThrow();
    }
}
