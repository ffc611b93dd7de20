package org.dddblocks.saga;

/**
 * A step after the pivot: it is tried until it is done, also when it is rejected; nothing after the pivot is undone.
 *
 * <p>Immutable; for any thread.
 *
 * @param <S> the saga's state
 */
public final class RetriableStep<S> {
    private final Step<S> step;

    RetriableStep(Step<S> step) {
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
