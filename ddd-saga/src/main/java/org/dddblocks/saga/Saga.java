package org.dddblocks.saga;

import java.util.List;

/**
 * Where a saga's definition begins.
 *
 * <pre>{@code
 * SagaDefinition<Fulfilment> fulfilOrder = Saga.define("fulfil-order", 1, Fulfilment.class)
 *         .then(reserve()) // undoable
 *         .then(authorise()) // undoable
 *         .pivot(capture()) // decides
 *         .then(ship()) // retriable
 *         .build();
 * }</pre>
 *
 * <p>If a step up to the pivot is rejected, the completed ones are undone in reverse; after the pivot every step is tried
 * until it is done. The compiler refuses an undoable step after the pivot and a retriable one before it.
 * Definitions and their parts are immutable, for any thread.
 *
 * @see <a href="https://www.cs.cornell.edu/andru/cs711/2002fa/reading/sagas.pdf">Garcia-Molina and Salem, Sagas, 1987</a>
 */
public final class Saga {
    private Saga() {}

    /**
     * Begins a definition.
     *
     * @param name stable: it is stored with every instance
     * @param version from 1; running instances keep theirs, so that a definition whose steps change gets the next one
     * @param state class of the state, registered with the codec
     * @param <S> the state
     * @return to be given its steps
     * @throws IllegalArgumentException if the name is blank or the version below 1
     */
    public static <S> BeforePivot<S> define(String name, int version, Class<S> state) {
        Checks.name(name, "A saga's name");
        Checks.that(
                version >= 1,
                "Saga %s has version %d; versions count from 1. Write Saga.define(\"%s\", 1, …).",
                name,
                version,
                name);
        Checks.given(state, "The state's class", "Saga.define(name, 1, Fulfilment.class)");
        return new BeforePivot<>(name, version, state, List.of());
    }
}
