package org.dddblocks.shop.payment.adapter;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.shop.payment.application.PaymentSums;
import org.dddblocks.shop.payment.application.PaymentTotals;
import org.dddblocks.shop.support.Pounds;
import org.dddblocks.shop.support.Sql;
import org.jspecify.annotations.Nullable;

/** The totals from payment's tables. */
public final class JdbcPaymentSums implements PaymentSums {
    private static final Sum NOTHING = new Sum(0, BigDecimal.ZERO);

    private final Transactions transactions;

    /**
     * Wires it.
     *
     * @param transactions of payment's database
     */
    public JdbcPaymentSums(Transactions transactions) {
        this.transactions = transactions;
    }

    private record Sum(long count, @Nullable BigDecimal amount) {}

    @Override
    public PaymentTotals totals() {
        return transactions.call(() -> Sql.run("read the totals of payment", this::read));
    }

    private PaymentTotals read() throws SQLException {
        Connection connection = transactions.connection();
        Map<String, Sum> payments =
                byState(connection, "select state, count(*), sum(amount) from payment.payment group by state");
        Map<String, Sum> refunds =
                byState(connection, "select state, count(*), sum(amount) from payment.refund group by state");
        Sum paidBack = Sql.first(
                        connection,
                        row -> new Sum(row.getLong(1), row.getBigDecimal(2)),
                        "select count(distinct credit_note_id), sum(amount) from"
                                + " (select credit_note_id, amount from payment.refund where state = 'PAID'"
                                + " union all select credit_note_id, amount from payment.payout) paid_back")
                .orElseThrow();
        return new PaymentTotals(
                payments.getOrDefault("AUTHORISED", NOTHING).count(),
                payments.getOrDefault("CAPTURED", NOTHING).count(),
                Pounds.of(payments.getOrDefault("CAPTURED", NOTHING).amount()),
                payments.getOrDefault("VOIDED", NOTHING).count(),
                payments.getOrDefault("DECLINED", NOTHING).count(),
                Pounds.of(payments.getOrDefault("DECLINED", NOTHING).amount()),
                paidBack.count(),
                Pounds.of(paidBack.amount()),
                refunds.getOrDefault("WAITING", NOTHING).count(),
                refunds.getOrDefault("NOT_DUE", NOTHING).count());
    }

    private static Map<String, Sum> byState(Connection connection, String sql) throws SQLException {
        Map<String, Sum> sums = new HashMap<>();
        Sql.list(
                connection,
                row -> sums.put(row.getString(1), new Sum(row.getLong(2), row.getBigDecimal(3))) == null,
                sql);
        return sums;
    }
}
