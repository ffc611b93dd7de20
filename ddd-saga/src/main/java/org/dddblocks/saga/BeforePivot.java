package org.dddblocks.saga;

import java.util.ArrayList;
import java.util.List;

/**
 * A definition up to its pivot: every step can still be undone.
 *
 * <p>Immutable; for any thread.
 *
 * @param <S> the saga's state
 */
public final class BeforePivot<S> {
    private final String name;
    private final int version;
    private final Class<S> state;
    private final List<Step<S>> steps;

    BeforePivot(String name, int version, Class<S> state, List<Step<S>> steps) {
        this.name = name;
        this.version = version;
        this.state = state;
        this.steps = List.copyOf(steps);
    }

    /**
     * Adds a step that can be undone.
     *
     * @param step runs when the one before it is done
     * @return the definition with it
     */
    public BeforePivot<S> then(UndoableStep<S> step) {
        return new BeforePivot<>(name, version, state, with(step.step()));
    }

    /**
     * Adds the step that decides. A saga all of whose steps can be undone has its last one here: nothing comes after it
     * that could make its undo necessary.
     *
     * @param step the pivot
     * @return the definition with it
     */
    public AfterPivot<S> pivot(PivotStep<S> step) {
        return new AfterPivot<>(name, version, state, with(step.asPivot()));
    }

    private List<Step<S>> with(Step<S> step) {
        List<Step<S>> more = new ArrayList<>(steps);
        more.add(step);
        return more;
    }
}
