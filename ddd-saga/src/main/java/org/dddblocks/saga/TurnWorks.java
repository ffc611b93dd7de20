package org.dddblocks.saga;

import java.util.Optional;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.Transactions;
import org.jspecify.annotations.Nullable;

/** What is done in a turn, in its transaction. */
final class TurnWorks {
    private final SagaTables tables;
    private final Transactions transactions;
    private final Outbox outbox;

    TurnWorks(SagaTables tables, Outbox outbox) {
        this.tables = tables;
        this.transactions = tables.database().transactions();
        this.outbox = outbox;
    }

    /** First turn: takes in replies, or starts what is due; sends commands, leaves work to the next turn. */
    <S> boolean begin(Turn<S> turn) {
        if (!turn.row().isDue(tables.database().now())) {
            return false;
        }
        if (turn.isAwaiting()) {
            takeReplies(turn);
        } else {
            turn.take(new Input.Due());
            sendCommands(turn);
        }
        return true;
    }

    private <S> void takeReplies(Turn<S> turn) {
        for (ReplyRows.Kept reply : tables.replies().of(turn.id())) {
            String what = "The reply " + reply.message() + " to " + turn.row();
            Object read = tables.values().read(reply.reply(), Object.class, Attention.UNDECODABLE_REPLY, what);
            turn.takeReply(new Input.Replied(reply.message(), reply.command(), read));
            sendCommands(turn);
        }
        tables.replies().delete(turn.id());
    }

    /** Second turn: the work, and the record that it is done. */
    <S> boolean work(Turn<S> turn) throws WorkException {
        Task<S> task = turn.claimed();
        Object result =
                CurrentMetadata.callWith(turn.metadata(), () -> task.undo() ? undo(turn, task) : run(turn, task));
        turn.take(new Input.Worked(result));
        sendCommands(turn);
        return true;
    }

    private <S> Object run(Turn<S> turn, Task<S> task) throws WorkException {
        TxStep.Work<S, ?> work = ((Doing.ByTx<S>) task.step().doing()).work();
        Object result;
        try {
            result = work.run(turn.state(), transactions.connection());
        } catch (Throwable thrown) { // errors too: the attempt failed, the runner goes on
            throw new WorkException(thrown);
        } finally {
            uninterrupted();
        }
        if (result == null) {
            throw new IllegalStateException(
                    "The work of " + task + " returned null; let it return its result, or the state if it has none.");
        }
        return result;
    }

    private <S> Object undo(Turn<S> turn, Task<S> task) throws WorkException {
        TxStep.Undo<S, Object> work = ((Undoing.ByTx<S>) task.step().undoing()).work();
        Attempted<S, Object> attempted = attempted(turn, task);
        try {
            work.run(turn.state(), attempted, transactions.connection());
            return true;
        } catch (Throwable thrown) {
            throw new WorkException(thrown);
        } finally {
            uninterrupted();
        }
    }

    /** The thread is ours, so an interrupt is the work's own; left alone it would close an embedded H2 database. */
    @SuppressWarnings("ResultOfMethodCallIgnored")
    private static void uninterrupted() {
        Thread.interrupted();
    }

    /** A turn that records what went wrong in the one before, which was rolled back. */
    Work taking(Input input) {
        return new Work() {
            @Override
            public <S> boolean on(Turn<S> turn) {
                turn.take(input);
                sendCommands(turn);
                return true;
            }
        };
    }

    private <S> void sendCommands(Turn<S> turn) {
        Task<S> task = turn.task();
        while (task != null && !task.isTx()) {
            Attempted<S, Object> attempted = task.undo() ? attempted(turn, task) : null;
            Object command;
            try {
                command = command(turn, task, attempted);
            } catch (RuntimeException e) { // the definition's own function, which has touched nothing
                turn.take(new Input.Threw(e, false));
                return;
            }
            turn.take(new Input.Sent(publish(turn, command).id()));
            task = turn.task();
        }
    }

    private static <S> Object command(Turn<S> turn, Task<S> task, @Nullable Attempted<S, Object> attempted) {
        Object command = attempted == null
                ? ((Doing.ByCommand<S>) task.step().doing()).command().apply(turn.state())
                : ((Undoing.ByCommand<S>) task.step().undoing()).command().apply(turn.state(), attempted);
        if (command == null) {
            throw new IllegalStateException("The command of " + task + " is null; return the message to publish.");
        }
        return command;
    }

    private Message publish(Turn<?> turn, Object command) {
        MessageKey key = new MessageKey(turn.definition().name(), turn.id().toString());
        return CurrentMetadata.callWith(turn.metadata(), () -> outbox.publish(key, command))
                .get(0);
    }

    private <S> Attempted<S, Object> attempted(Turn<S> turn, Task<S> task) {
        String step = task.step().name();
        String what = "What step " + step + " recorded for " + turn.row();
        StoryRows.Recorded recorded = tables.stories()
                .recorded(turn.id(), step)
                .orElseThrow(() -> new UnreadableException(
                        Attention.UNDECODABLE_STATE, what + " is missing: restore its row of the story.", null));
        S input = tables.values()
                .read(recorded.input(), turn.definition().stateType(), Attention.UNDECODABLE_STATE, what);
        Object result = tables.values().read(recorded.result(), Object.class, Attention.UNDECODABLE_STATE, what);
        return new Attempted<>(input, Optional.of(result));
    }

    /** What a turn does with its instance; false if nothing, so that nothing is written. */
    interface Work {
        <S> boolean on(Turn<S> turn) throws Exception;
    }
}
