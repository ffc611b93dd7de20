package org.dddblocks.shop.payment.adapter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.dddblocks.persistence.StateMapping;
import org.dddblocks.persistence.Stored;
import org.dddblocks.shop.payment.model.Payout;
import org.dddblocks.shop.payment.model.PayoutId;
import org.dddblocks.shop.support.Pounds;
import org.dddblocks.shop.support.Sql;

/** One row per credit note. */
final class PayoutRows implements StateMapping<Payout, PayoutId> {
    @Override
    public Optional<Stored<Payout>> load(Connection connection, PayoutId id) throws SQLException {
        return Sql.first(
                connection,
                row -> new Stored<>(Payout.stored(id, Pounds.of(row.getBigDecimal("amount"))), row.getLong("version")),
                "select amount, version from payment.payout where credit_note_id = ?",
                id.value());
    }

    @Override
    public int insert(Connection connection, Payout payout, long version) throws SQLException {
        return Sql.update(
                connection,
                "insert into payment.payout (credit_note_id, version, amount) values (?, ?, ?)",
                payout.id().value(),
                version,
                Pounds.only(payout.amount()).amount());
    }

    @Override
    public int update(Connection connection, Payout payout, long expected, long version) throws SQLException {
        return Sql.update(
                connection,
                "update payment.payout set version = ? where credit_note_id = ? and version = ?",
                version,
                payout.id().value(),
                expected);
    }
}
