package org.dddblocks.saga;

import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * An undoing command that does not know yet which reply it awaits: say {@link #undoneBy}.
 *
 * <p>Immutable; for any thread.
 *
 * @param <S> the saga's state
 */
public final class UndoWithoutReply<S> {
    private final Function<Undoing<S>, Step<S>> step;
    private final BiFunction<S, Attempted<S, Object>, Object> command;

    UndoWithoutReply(Function<Undoing<S>, Step<S>> step, BiFunction<S, Attempted<S, Object>, Object> command) {
        this.step = step;
        this.command = command;
    }

    /**
     * Says which message means that the step is undone.
     *
     * @param reply class of the message's payload, concrete and registered with the codec
     * @return the undoable step
     */
    public UndoableStep<S> undoneBy(Class<?> reply) {
        Checks.given(reply, "The reply's class", ".undoneBy(StockReleased.class)");
        return new UndoableStep<>(step.apply(new Undoing.ByCommand<>(command, reply)));
    }
}
