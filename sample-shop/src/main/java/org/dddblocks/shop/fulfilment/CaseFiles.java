package org.dddblocks.shop.fulfilment;

import java.sql.Connection;
import java.sql.SQLException;
import org.dddblocks.shop.support.Sql;

/** Fulfilment's own list of orders: all that its {@code tx} step touches. */
final class CaseFiles {
    String open(Connection connection, String orderId) throws SQLException {
        Sql.update(connection, "insert into fulfilment.case_file (order_id, status) values (?, 'OPEN')", orderId);
        return orderId;
    }

    void giveUp(Connection connection, String orderId, String reason) throws SQLException {
        Sql.update(
                connection,
                "update fulfilment.case_file set status = 'GIVEN_UP', reason = ? where order_id = ?",
                reason,
                orderId);
    }
}
