package org.dddblocks.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A step in another context: a command message goes out, and a reply message decides.
 *
 * <p>The command is published under the key {@code (saga name, instance id)}, so that the commands of one instance stay in
 * order, with the instance's id as correlation id. A reply is recognised by that correlation id and by the command's
 * message id as its causation id; a participant that answers from inside {@code inbox.once} gets both right without
 * knowing that a saga asked. Until the reply is there the instance waits, without a limit in this version.
 *
 * <p>Immutable: each method gives a new step.
 *
 * @param <S> the saga's state
 * @param <R> the reply that means success
 */
public final class CommandStep<S, R> extends PivotStep<S> {
    private final String name;
    private final Function<? super S, ?> command;
    private final Class<R> reply;
    private final BiFunction<? super S, ? super R, ? extends S> store;
    private final List<Rejection<S>> rejections;

    private CommandStep(
            String name,
            Function<? super S, ?> command,
            Class<R> reply,
            BiFunction<? super S, ? super R, ? extends S> store,
            List<Rejection<S>> rejections) {
        this.name = name;
        this.command = command;
        this.reply = reply;
        this.store = store;
        this.rejections = List.copyOf(rejections);
    }

    static <S, R> CommandStep<S, R> of(String name, Function<? super S, ?> command, Class<R> reply) {
        return new CommandStep<>(name, command, reply, (state, replied) -> state, List.of());
    }

    /**
     * What the reply changes in the state; without it the state stays.
     *
     * @param change gives the new state; no effects of its own
     * @return the step with it
     */
    public CommandStep<S, R> store(BiFunction<? super S, ? super R, ? extends S> change) {
        Checks.given(change, "The change", ".store((s, reply) -> …)");
        return new CommandStep<>(name, command, reply, change, rejections);
    }

    /**
     * Declares a reply as a refusal that certainly had no effect.
     *
     * @param refusal class of the message's payload, concrete and registered with the codec
     * @param <X> its type
     * @return the step with it
     */
    public <X> CommandStep<S, R> rejectedBy(Class<X> refusal) {
        return rejectedBy(refusal, (state, replied) -> state);
    }

    /**
     * Declares a reply as a refusal, and lets the state remember why.
     *
     * @param refusal class of the message's payload, concrete and registered with the codec
     * @param change gives the new state; no effects of its own
     * @param <X> its type
     * @return the step with it
     */
    public <X> CommandStep<S, R> rejectedBy(Class<X> refusal, BiFunction<? super S, ? super X, ? extends S> change) {
        List<Rejection<S>> more = new ArrayList<>(rejections);
        more.add(Rejection.of(refusal, change));
        return new CommandStep<>(name, command, reply, store, more);
    }

    /**
     * Makes it a step before the pivot, undone by a command to the same context.
     *
     * @param undo makes the undoing command; no effects of its own, it may run again
     * @return to be told which reply means that it is undone
     */
    public UndoWithoutReply<S> undo(BiFunction<? super S, ? super Attempted<S, R>, ?> undo) {
        Checks.given(undo, "The undo", ".undo((s, attempted) -> …)");
        return new UndoWithoutReply<>(
                undoing -> step(Role.UNDOABLE, undoing),
                (state, attempted) -> undo.apply(state, attempted.map(reply::cast)));
    }

    /**
     * Makes it a step before the pivot that leaves nothing to take back.
     *
     * @param why for the reader of the definition and of the instance's story
     * @return the undoable step
     */
    public UndoableStep<S> noUndo(String why) {
        return new UndoableStep<>(step(Role.UNDOABLE, Undoing.nothing(why)));
    }

    /**
     * Makes it a step after the pivot; after a declared refusal the command is sent again, as a new message.
     *
     * @return the retriable step
     */
    public RetriableStep<S> retryUntilDone() {
        return new RetriableStep<>(step(Role.RETRIABLE, Undoing.never()));
    }

    @Override
    Step<S> asPivot() {
        return step(Role.PIVOT, Undoing.never());
    }

    private Step<S> step(Role role, Undoing<S> undoing) {
        Doing<S> doing = new Doing.ByCommand<>(command, reply);
        return new Step<>(
                name, role, doing, (state, replied) -> store.apply(state, reply.cast(replied)), rejections, undoing);
    }

    @Override
    public String toString() {
        return asPivot().toString();
    }
}
