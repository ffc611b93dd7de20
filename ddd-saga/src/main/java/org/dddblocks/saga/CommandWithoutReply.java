package org.dddblocks.saga;

import java.util.function.Function;

/**
 * A command step that does not know yet which reply it awaits: say {@link #reply}.
 *
 * <p>Immutable; for any thread.
 *
 * @param <S> the saga's state
 */
public final class CommandWithoutReply<S> {
    private final String name;
    private final Function<? super S, ?> command;

    CommandWithoutReply(String name, Function<? super S, ?> command) {
        this.name = name;
        this.command = command;
    }

    /**
     * Says which message means that the command was carried out.
     *
     * @param reply class of the message's payload, concrete and registered with the codec
     * @param <R> its type
     * @return the step, as it stands a pivot
     */
    public <R> CommandStep<S, R> reply(Class<R> reply) {
        return CommandStep.of(name, command, Checks.given(reply, "The reply's class", ".reply(StockReserved.class)"));
    }
}
