package org.dddblocks.saga;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a saga does, as data: a name, a version and steps with roles. Register it with a {@link SagaRunner}.
 *
 * <p>An instance is pinned to the version it was started with. The definition shows the names and kinds of its steps, not
 * what their lambdas do: a changed lambda is invisible to every check and takes effect on running instances.
 *
 * <p>Immutable; for any thread.
 *
 * @param <S> the saga's state
 */
public final class SagaDefinition<S> {
    private final String name;
    private final int version;
    private final Class<S> state;
    private final List<Step<S>> steps;

    SagaDefinition(String name, int version, Class<S> state, List<Step<S>> steps) {
        this.name = name;
        this.version = version;
        this.state = state;
        this.steps = List.copyOf(steps);
    }

    /**
     * Its stable name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Its version.
     *
     * @return from 1
     */
    public int version() {
        return version;
    }

    /**
     * Class of its state.
     *
     * @return the class
     */
    public Class<S> stateType() {
        return state;
    }

    /**
     * The names of its steps, in order.
     *
     * @return an unmodifiable list, at least one
     */
    public List<String> stepNames() {
        return steps.stream().map(Step::name).toList();
    }

    List<Step<S>> steps() {
        return steps;
    }

    Step<S> first() {
        return steps.get(0);
    }

    Optional<Step<S>> step(String stepName) {
        return steps.stream().filter(step -> step.name().equals(stepName)).findFirst();
    }

    Optional<Step<S>> after(Step<S> step) {
        int next = steps.indexOf(step) + 1;
        return next < steps.size() ? Optional.of(steps.get(next)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "saga %s version %d: %s"
                .formatted(name, version, steps.stream().map(Step::toString).collect(Collectors.joining(" → ")));
    }
}
