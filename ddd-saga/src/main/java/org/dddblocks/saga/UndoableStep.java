package org.dddblocks.saga;

/**
 * A step before the pivot: it says how it is undone, or why nothing need be.
 *
 * <p>Immutable; for any thread.
 *
 * @param <S> the saga's state
 * @see <a href="https://www.cs.cornell.edu/andru/cs711/2002fa/reading/sagas.pdf">Garcia-Molina and Salem, Sagas, 1987:
 *     every T has its compensating C</a>
 */
public final class UndoableStep<S> {
    private final Step<S> step;

    UndoableStep(Step<S> step) {
        this.step = step;
    }

    Step<S> step() {
        return step;
    }

    @Override
    public String toString() {
        return step.toString();
    }
}
