package org.dddblocks.shop.payment.adapter;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dddblocks.core.Money;
import org.dddblocks.persistence.StateMapping;
import org.dddblocks.persistence.Stored;
import org.dddblocks.shop.payment.model.Payment;
import org.dddblocks.shop.payment.model.PaymentId;
import org.dddblocks.shop.payment.model.Refund;
import org.dddblocks.shop.support.Pounds;
import org.dddblocks.shop.support.Sql;
import org.jspecify.annotations.Nullable;

/** One row per order, and one per refund of it. */
final class PaymentRows implements StateMapping<Payment, PaymentId> {
    private record Head(Payment.State state, @Nullable BigDecimal amount, long version) {}

    @Override
    public Optional<Stored<Payment>> load(Connection connection, PaymentId id) throws SQLException {
        // The row first, then its refunds: whoever changes a payment holds its row.
        Optional<Head> head = Sql.first(
                connection,
                row -> new Head(
                        Payment.State.valueOf(row.getString("state")),
                        row.getBigDecimal("amount"),
                        row.getLong("version")),
                "select state, amount, version from payment.payment where order_id = ? for update",
                id.value());
        if (head.isEmpty()) {
            return Optional.empty();
        }
        List<Refund> refunds = Sql.list(
                connection,
                row -> new Refund(
                        row.getString(1), Pounds.of(row.getBigDecimal(2)), Refund.State.valueOf(row.getString(3))),
                "select credit_note_id, amount, state from payment.refund where order_id = ? order by place",
                id.value());
        return head.map(found -> new Stored<>(
                Payment.stored(id, found.state(), found.amount() == null ? null : Pounds.of(found.amount()), refunds),
                found.version()));
    }

    @Override
    public int insert(Connection connection, Payment payment, long version) throws SQLException {
        int inserted = Sql.update(
                connection,
                "insert into payment.payment (order_id, version, state, amount) values (?, ?, ?, ?)",
                payment.id().value(),
                version,
                payment.state().name(),
                amount(payment));
        insertRefunds(connection, payment);
        return inserted;
    }

    @Override
    public int update(Connection connection, Payment payment, long expected, long version) throws SQLException {
        int updated = Sql.update(
                connection,
                "update payment.payment set version = ?, state = ?, amount = ? where order_id = ? and version = ?",
                version,
                payment.state().name(),
                amount(payment),
                payment.id().value(),
                expected);
        if (updated == 1) {
            Sql.update(
                    connection,
                    "delete from payment.refund where order_id = ?",
                    payment.id().value());
            insertRefunds(connection, payment);
        }
        return updated;
    }

    private static void insertRefunds(Connection connection, Payment payment) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        for (Refund refund : payment.refunds()) {
            rows.add(new Object[] {
                payment.id().value(),
                refund.creditNote(),
                rows.size(),
                refund.amount().amount(),
                refund.state().name()
            });
        }
        Sql.batch(
                connection,
                "insert into payment.refund (order_id, credit_note_id, place, amount, state) values (?, ?, ?, ?, ?)",
                rows);
    }

    private static @Nullable BigDecimal amount(Payment payment) {
        Money amount = payment.amount();
        return amount == null ? null : Pounds.only(amount).amount();
    }
}
