package org.dddblocks.shop.delivery.adapter;

import java.sql.Connection;
import java.sql.SQLException;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.shop.delivery.api.OrderWasDelivered;
import org.dddblocks.shop.delivery.application.Questions;
import org.dddblocks.shop.delivery.model.ShipmentId;
import org.dddblocks.shop.support.Answers;
import org.dddblocks.shop.support.Sql;

/** The metadata of questions in a table: an answer that carries it is recognised by whoever asked. */
public final class JdbcQuestions implements Questions {
    private final Transactions transactions;
    private final Answers answers;

    /**
     * Wires it.
     *
     * @param transactions of delivery's database
     * @param answers carries an answer to whoever asks again
     */
    public JdbcQuestions(Transactions transactions, Answers answers) {
        this.transactions = transactions;
        this.answers = answers;
    }

    @Override
    public void remember(ShipmentId shipment) {
        EventMetadata asked = CurrentMetadata.get();
        Sql.run("remember who asked for a parcel", () -> {
            Connection connection = transactions.connection();
            Sql.update(connection, "delete from delivery.question where order_id = ?", shipment.value());
            return Sql.update(
                    connection,
                    "insert into delivery.question"
                            + " (order_id, correlation_id, causation_id, actor, tenant, traceparent)"
                            + " values (?, ?, ?, ?, ?, ?)",
                    shipment.value(),
                    asked.correlationId(),
                    asked.causationId(),
                    asked.actor(),
                    asked.tenant(),
                    asked.traceparent());
        });
    }

    @Override
    public void answering(ShipmentId shipment, Runnable work) {
        EventMetadata asked = Sql.run("read who asked for a parcel", () -> asked(shipment));
        CurrentMetadata.runWith(asked, work::run);
    }

    private EventMetadata asked(ShipmentId shipment) throws SQLException {
        return Sql.first(
                        transactions.connection(),
                        row -> new EventMetadata(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5)),
                        "select correlation_id, causation_id, actor, tenant, traceparent"
                                + " from delivery.question where order_id = ?",
                        shipment.value())
                .orElse(EventMetadata.NONE);
    }

    @Override
    public void answerAgain(OrderWasDelivered answer) {
        answers.answer(answer.orderId(), answer);
    }
}
