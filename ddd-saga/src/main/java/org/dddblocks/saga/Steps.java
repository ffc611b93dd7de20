package org.dddblocks.saga;

import java.util.function.Function;

/**
 * Makes the steps of sagas over one state, so that the state's type is written once and every lambda knows it.
 *
 * <p>A step is one local transaction somewhere: {@link #tx here}, on the saga's own data, or in another context that is
 * asked by a {@link #command command message} and answers with one. Say next what its success changes in the state
 * ({@code store}), which answers are refusals ({@code rejectedBy}), and last its role, which decides where it may stand:
 * {@code undo} or {@code noUndo} before the pivot, nothing as the pivot, {@code retryUntilDone} after it.
 *
 * <pre>{@code
 * Steps<Fulfilment> step = Steps.of(Fulfilment.class);
 * UndoableStep<Fulfilment> reserve = step.command("reserve", s -> new ReserveStock(s.orderId(), s.lines()))
 *     .reply(StockReserved.class)
 *     .rejectedBy(StockShort.class, (s, shortage) -> s.refusedBecause(shortage.reason()))
 *     .undo((s, attempted) -> new ReleaseStock(s.orderId()))
 *     .undoneBy(StockReleased.class);
 * }</pre>
 *
 * <p>Immutable, like the steps it makes; for any thread.
 *
 * @param <S> the saga's state, a record registered with the payload codec
 * @see <a href="https://microservices.io/patterns/data/saga.html">Richardson, Saga</a>
 */
public final class Steps<S> {
    private Steps() {}

    /**
     * Steps over one state.
     *
     * @param state the state's class; it only fixes the type
     * @param <S> the state
     * @return the maker of steps
     */
    public static <S> Steps<S> of(Class<S> state) {
        Checks.given(state, "The state's class", "Steps.of(Fulfilment.class)");
        return new Steps<>();
    }

    /**
     * A step on the saga's own data. What the work writes through the connection, or through repositories on the same
     * {@code Database}, commits together with the record that the step is done, or not at all: it takes effect once.
     *
     * @param name unique in its saga, stable: it is stored
     * @param work runs in a transaction; may run again after a failure that rolled it back
     * @param <R> what it gives to {@code store} and {@code undo}; a type of the codec, or a simple value such as
     *     String, a number, Boolean, UUID or Instant. A work without a result returns its state
     * @return the step, as it stands a pivot
     * @throws IllegalArgumentException if the name is blank, longer than 100 characters or has a line break
     */
    public <R> TxStep<S, R> tx(String name, TxStep.Work<S, R> work) {
        return TxStep.of(Checks.name(name, "A step's name"), Checks.given(work, "The work", "step.tx(name, work)"));
    }

    /**
     * A step in another context: a command goes out through the outbox, its reply comes back through the inbox.
     *
     * @param name unique in its saga, stable: it is stored
     * @param command makes the command from the state; no effects of its own, it may run again
     * @return to be told which reply means success
     * @throws IllegalArgumentException if the name is blank, longer than 100 characters or has a line break
     */
    public CommandWithoutReply<S> command(String name, Function<? super S, ?> command) {
        return new CommandWithoutReply<>(
                Checks.name(name, "A step's name"), Checks.given(command, "The command", "step.command(name, s -> …)"));
    }
}
