package org.dddblocks.testkit.model;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.MessageDispatcher;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.persistence.Database;
import org.dddblocks.saga.CommandStep;
import org.dddblocks.saga.Saga;
import org.dddblocks.saga.SagaDefinition;
import org.dddblocks.saga.Steps;
import org.dddblocks.saga.TxStep;
import org.dddblocks.saga.UndoableStep;

/**
 * The state of the contract suites' saga: money is noted, debited, credited and reported.
 *
 * @param id which transfer
 * @param refused the command that its participant refuses, or {@code nothing}
 */
public record Transfer(String id, String refused) {
    private static final Steps<Transfer> STEP = Steps.of(Transfer.class);

    /** The effects of a transfer that nobody refused. */
    public static final List<String> ALL = List.of("noted", "debited", "credited", "reported");

    /** The effects of a transfer whose credit was refused. */
    public static final List<String> UNDONE = List.of("noted", "debited", "refunded", "crossed out");

    /**
     * A command: take the money.
     *
     * @param transfer for which transfer
     * @param refuse whether to refuse
     */
    public record Debit(String transfer, boolean refuse) {}

    /**
     * A reply: the money is taken.
     *
     * @param transfer of which transfer
     */
    public record Debited(String transfer) {}

    /**
     * A command: give the money back.
     *
     * @param transfer of which transfer
     */
    public record Refund(String transfer) {}

    /**
     * A reply: the money is back.
     *
     * @param transfer of which transfer
     */
    public record Refunded(String transfer) {}

    /**
     * A command: hand the money over.
     *
     * @param transfer for which transfer
     * @param refuse whether to refuse
     */
    public record Credit(String transfer, boolean refuse) {}

    /**
     * A reply: the money is handed over.
     *
     * @param transfer of which transfer
     */
    public record Credited(String transfer) {}

    /**
     * A reply: the command was refused and had no effect.
     *
     * @param transfer of which transfer
     */
    public record Refused(String transfer) {}

    /**
     * The saga.
     *
     * @return its definition
     */
    public static SagaDefinition<Transfer> saga() {
        return Saga.define("transfer", 1, Transfer.class)
                .then(note())
                .then(debit())
                .pivot(credit())
                .then(writing("report", "reported").retryUntilDone())
                .build();
    }

    private static TxStep<Transfer, String> writing(String step, String what) {
        return STEP.tx(step, (transfer, connection) -> {
            effect(connection, transfer.id(), what);
            return what;
        });
    }

    private static UndoableStep<Transfer> note() {
        return writing("note", "noted")
                .undo((transfer, attempted, connection) -> effect(connection, transfer.id(), "crossed out"));
    }

    private static UndoableStep<Transfer> debit() {
        return STEP.command(
                        "debit",
                        transfer -> new Debit(transfer.id(), transfer.refused().equals("debit")))
                .reply(Debited.class)
                .rejectedBy(Refused.class)
                .undo((transfer, attempted) -> new Refund(transfer.id()))
                .undoneBy(Refunded.class);
    }

    private static CommandStep<Transfer, Credited> credit() {
        return STEP.command(
                        "credit",
                        transfer -> new Credit(transfer.id(), transfer.refused().equals("credit")))
                .reply(Credited.class)
                .rejectedBy(Refused.class);
    }

    /**
     * The participants, who know of no saga.
     *
     * @param database theirs
     * @param outbox for their replies
     * @return the handler of all commands
     */
    public static MessageDispatcher participants(Database database, Outbox outbox) {
        Bank bank = new Bank(database, outbox);
        return MessageDispatcher.with(Inbox.on(database, "participants"), Models.codec())
                .on(
                        Debit.class,
                        (c, message) -> bank.act(c.transfer(), c.refuse(), "debited", new Debited(c.transfer())))
                .on(Refund.class, (c, message) -> bank.act(c.transfer(), false, "refunded", new Refunded(c.transfer())))
                .on(
                        Credit.class,
                        (c, message) -> bank.act(c.transfer(), c.refuse(), "credited", new Credited(c.transfer())))
                .build();
    }

    private record Bank(Database database, Outbox outbox) {
        void act(String transfer, boolean refuse, String what, Object reply) throws SQLException {
            if (!refuse) {
                effect(database.transactions().connection(), transfer, what);
            }
            outbox.publish(new MessageKey("bank", transfer), refuse ? new Refused(transfer) : reply);
        }
    }

    /** Numbered by what the transfer has brought about before, in SQL that every database knows. */
    private static void effect(Connection connection, String transfer, String what) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into effect (transfer, what, seq) select"
                + " ?, ?, count(*) + 1 from effect where transfer = ?")) {
            insert.setString(1, transfer);
            insert.setString(2, what);
            insert.setString(3, transfer);
            insert.executeUpdate();
        }
    }
}
