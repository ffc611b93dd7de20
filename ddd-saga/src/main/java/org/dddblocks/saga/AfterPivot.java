package org.dddblocks.saga;

import java.util.ArrayList;
import java.util.List;

/**
 * A definition from its pivot on: every step will be done.
 *
 * <p>Immutable; for any thread.
 *
 * @param <S> the saga's state
 */
public final class AfterPivot<S> {
    private final String name;
    private final int version;
    private final Class<S> state;
    private final List<Step<S>> steps;

    AfterPivot(String name, int version, Class<S> state, List<Step<S>> steps) {
        this.name = name;
        this.version = version;
        this.state = state;
        this.steps = List.copyOf(steps);
    }

    /**
     * Adds a step that is tried until it is done.
     *
     * @param step runs when the one before it is done
     * @return the definition with it
     */
    public AfterPivot<S> then(RetriableStep<S> step) {
        List<Step<S>> more = new ArrayList<>(steps);
        more.add(step.step());
        return new AfterPivot<>(name, version, state, more);
    }

    /**
     * Checks what types cannot see, and ends the definition.
     *
     * @return the definition
     * @throws IllegalArgumentException if two steps share a name, if a reply is success and refusal at once, is declared
     *     twice or is no concrete class, or if a tx step declares an exception as refusal that also stands for lost
     *     connections
     */
    public SagaDefinition<S> build() {
        DefinitionChecks.check(name, steps);
        return new SagaDefinition<>(name, version, state, steps);
    }
}
