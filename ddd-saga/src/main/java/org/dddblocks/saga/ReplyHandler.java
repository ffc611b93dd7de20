package org.dddblocks.saga;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageHandler;
import org.dddblocks.persistence.Transactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a reply with its instance, or says in the instance's story why it changes nothing. It runs no step and no function
 * of a definition, so that whatever is wrong with those can neither lose a reply nor stop a subscription.
 */
final class ReplyHandler implements MessageHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyHandler.class);

    private final SagaTables tables;
    private final Transactions transactions;
    private final Inbox inbox;
    private final Teller teller;
    private final Consumer<UUID> wake;

    ReplyHandler(SagaTables tables, Inbox inbox, Teller teller, Consumer<UUID> wake) {
        this.tables = tables;
        this.transactions = tables.database().transactions();
        this.inbox = inbox;
        this.teller = teller;
        this.wake = wake;
    }

    @Override
    public void handle(Message reply) throws Exception {
        UUID instance = uuid(reply.metadata().correlationId());
        if (instance != null) {
            transactions.run(() -> handle(instance, reply));
        }
    }

    private void handle(UUID instance, Message reply) throws Exception {
        Optional<SagaRow> row = tables.rows().lock(instance);
        if (row.isEmpty()) {
            LOG.debug("Message {} ({}) belongs to no saga instance of this database.", reply.id(), reply.type());
            return;
        }
        inbox.once(reply, () -> take(row.get(), reply));
    }

    private void take(SagaRow row, Message reply) {
        UUID command = uuid(reply.metadata().causationId());
        if (command == null || !command.equals(row.place().awaiting())) {
            ignore(row, reply, command);
            return;
        }
        tables.replies().keep(row.id(), command, reply, tables.database().now());
        if (row.place().status().isActive()) {
            tables.rows().wake(row.id(), tables.database().now());
            transactions.afterCommit(() -> wake.accept(row.id()));
        }
    }

    private void ignore(SagaRow row, Message reply, @Nullable UUID command) {
        Optional<String> step =
                command == null ? Optional.empty() : tables.stories().stepOf(row.id(), command);
        String why = "%s %s"
                .formatted(
                        reply.type(),
                        step.map(name -> "answers a command of step " + name + " whose reply is no longer awaited")
                                .orElse("answers no command of this instance"));
        Note note = new Note(StoryEntry.What.REPLY_IGNORED, step.orElse(null), 0, reply.id(), why, null, null);
        List<StoryEntry> told = tables.stories().tell(row, tables.database().now(), List.of(note));
        tables.rows().tell(row.id(), told.size());
        transactions.afterCommit(() -> teller.tell(row, told));
    }

    /** Null for what is no id of ours, so that foreign messages are told apart and harm nothing. */
    static @Nullable UUID uuid(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
