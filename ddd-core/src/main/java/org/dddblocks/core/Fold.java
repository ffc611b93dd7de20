package org.dddblocks.core;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * How each event of a sealed family changes a state.
 *
 * @param <S> the state
 * @param <E> the sealed family of events
 */
public final class Fold<S, E extends DomainEvent> {
    private final Map<Class<?>, BiFunction<S, E, S>> handlers;

    private Fold(Map<Class<?>, BiFunction<S, E, S>> handlers) {
        this.handlers = Map.copyOf(handlers);
    }

    /**
     * Begins a fold.
     *
     * @param state the class of the state
     * @param events the sealed family of events
     * @param <S> the state
     * @param <E> the family
     * @return a builder that wants a handler for each event of the family
     */
    public static <S, E extends DomainEvent> Builder<S, E> of(Class<S> state, Class<E> events) {
        return new Builder<>();
    }

    /**
     * The state after the event.
     *
     * @param state before
     * @param event what happened
     * @return the state after it
     */
    public S apply(S state, E event) {
        BiFunction<S, E, S> handler = handlers.get(event.getClass());
        if (handler == null) {
            throw new IllegalArgumentException(
                    "No handler for " + event.getClass().getName());
        }
        return handler.apply(state, event);
    }

    /**
     * Collects the handlers.
     *
     * @param <S> the state
     * @param <E> the family
     */
    public static final class Builder<S, E extends DomainEvent> {
        private final Map<Class<?>, BiFunction<S, E, S>> handlers = new HashMap<>();

        private Builder() {}

        /**
         * Says how one event changes the state.
         *
         * @param event its class
         * @param handler old state and event to new state
         * @param <T> the event
         * @return this
         */
        public <T extends E> Builder<S, E> on(Class<T> event, BiFunction<S, T, S> handler) {
            handlers.put(event, (state, e) -> handler.apply(state, event.cast(e)));
            return this;
        }

        /**
         * Checks that no event of the family lacks a handler.
         *
         * @return the fold
         */
        public Fold<S, E> build() {
            return new Fold<>(handlers);
        }
    }
}
