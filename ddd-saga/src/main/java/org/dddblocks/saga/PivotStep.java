package org.dddblocks.saga;

/**
 * The step that decides: before it everything can be undone, after it everything will be done. It needs no undo; if it is
 * rejected the steps before it are undone.
 *
 * <p>Every step is a pivot as long as it was given no other role. Immutable; for any thread.
 *
 * @param <S> the saga's state
 * @see <a href="https://microservices.io/patterns/data/saga.html">Richardson, Saga: compensatable, pivot and retriable
 *     transactions</a>
 */
public abstract sealed class PivotStep<S> permits TxStep, CommandStep {
    PivotStep() {}

    abstract Step<S> asPivot();
}
