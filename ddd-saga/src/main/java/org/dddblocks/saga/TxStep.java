package org.dddblocks.saga;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A step on the saga's own data, in one transaction with the record that it is done.
 *
 * <pre>{@code
 * UndoableStep<Fulfilment> open = step.tx("open", (s, connection) -> cases.open(connection, s.orderId()))
 *     .store(Fulfilment::opened)
 *     .rejectedBy(DomainRejection.class, (s, refusal) -> s.refusedBecause(refusal.code()))
 *     .undo((s, attempted, connection) -> cases.close(connection, s.orderId()));
 * }</pre>
 *
 * <p><b>Failures.</b> What the work throws rolls its transaction back. A declared exception is a refusal: the steps before
 * are undone. Any other is a failure: the work runs again after a pause that grows.
 *
 * <p>Immutable: each method gives a new step.
 *
 * @param <S> the saga's state
 * @param <R> the result of the work
 */
public final class TxStep<S, R> extends PivotStep<S> {
    private final String name;
    private final Work<S, R> work;
    private final BiFunction<? super S, ? super R, ? extends S> store;
    private final List<Rejection<S>> rejections;

    private TxStep(
            String name,
            Work<S, R> work,
            BiFunction<? super S, ? super R, ? extends S> store,
            List<Rejection<S>> rejections) {
        this.name = name;
        this.work = work;
        this.store = store;
        this.rejections = List.copyOf(rejections);
    }

    static <S, R> TxStep<S, R> of(String name, Work<S, R> work) {
        return new TxStep<>(name, work, (state, result) -> state, List.of());
    }

    /**
     * What the result changes in the state; without it the state stays.
     *
     * @param change gives the new state; no effects of its own
     * @return the step with it
     */
    public TxStep<S, R> store(BiFunction<? super S, ? super R, ? extends S> change) {
        return new TxStep<>(name, work, Checks.given(change, "The change", ".store((s, result) -> …)"), rejections);
    }

    /**
     * Declares an exception of the work as a refusal that certainly had no effect.
     *
     * @param refusal the exception; subclasses count
     * @param <X> the exception
     * @return the step with it
     */
    public <X extends Exception> TxStep<S, R> rejectedBy(Class<X> refusal) {
        return rejectedBy(refusal, (state, thrown) -> state);
    }

    /**
     * Declares an exception of the work as a refusal, and lets the state remember why.
     *
     * @param refusal the exception; subclasses count
     * @param change gives the new state; no effects of its own
     * @param <X> the exception
     * @return the step with it
     */
    public <X extends Exception> TxStep<S, R> rejectedBy(
            Class<X> refusal, BiFunction<? super S, ? super X, ? extends S> change) {
        List<Rejection<S>> more = new ArrayList<>(rejections);
        more.add(Rejection.of(refusal, change));
        return new TxStep<>(name, work, store, more);
    }

    /**
     * Makes it a step before the pivot.
     *
     * @param undo takes back what the work did, in a transaction of its own; retried until it returns
     * @return the undoable step
     */
    public UndoableStep<S> undo(Undo<S, R> undo) {
        Checks.given(undo, "The undo", ".undo((s, attempted, connection) -> …)");
        return new UndoableStep<>(step(Role.UNDOABLE, new Undoing.ByTx<>((state, attempted, connection) -> {
            undo.run(state, attempted.map(TxStep::result), connection);
        })));
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
     * Makes it a step after the pivot; a declared refusal is then one more reason to try again.
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
        Doing<S> doing = new Doing.ByTx<>(work::run);
        return new Step<>(
                name, role, doing, (state, result) -> store.apply(state, TxStep.result(result)), rejections, undoing);
    }

    @Override
    public String toString() {
        return asPivot().toString();
    }

    /** The result went through the codec, or straight on; it is what this step's own work returned. */
    @SuppressWarnings("unchecked")
    private static <R> R result(Object recorded) {
        return (R) recorded;
    }

    /**
     * What a step does.
     *
     * @param <S> the saga's state
     * @param <R> the result
     */
    @FunctionalInterface
    public interface Work<S, R> {
        /**
         * Does it.
         *
         * @param state the saga's state
         * @param connection the transaction's connection; committing or closing it is refused
         * @return the result, not null
         * @throws Exception a declared one to refuse, any other to be run again
         */
        R run(S state, Connection connection) throws Exception;
    }

    /**
     * What takes a step back.
     *
     * @param <S> the saga's state
     * @param <R> the step's result
     */
    @FunctionalInterface
    public interface Undo<S, R> {
        /**
         * Takes it back.
         *
         * @param state the saga's state now
         * @param attempted with what the step ran and what it gave
         * @param connection the transaction's connection; committing or closing it is refused
         * @throws Exception to be run again
         */
        void run(S state, Attempted<S, R> attempted, Connection connection) throws Exception;
    }
}
