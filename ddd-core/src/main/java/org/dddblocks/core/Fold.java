package org.dddblocks.core;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * How each event of a sealed family changes a state: the one dispatch under deciders and event-sourced roots.
 *
 * <p><b>Shape.</b> One handler for each event that the family permits, checked by {@link Builder#build}; a handler of
 * a {@code non-sealed} type takes all its subtypes. Applying an event uses no reflection and allocates nothing.
 * <b>Threads.</b> Immutable, for any number of threads.
 *
 * <pre>{@code
 * static final Fold<Basket, BasketEvent> FOLD = Fold.of(Basket.class, BasketEvent.class)
 *         .on(ItemAdded.class, (basket, e) -> basket.with(e.item()))
 *         .on(ItemRemoved.class, (basket, e) -> basket.without(e.item()))
 *         .build();
 * }</pre>
 *
 * @param <S> the state
 * @param <E> the sealed family of events
 */
public final class Fold<S, E extends DomainEvent> {
    private final Dispatch<S, E> dispatch;
    private final Set<Class<? extends E>> events;
    private final Set<Class<?>> code;

    private Fold(Dispatch<S, E> dispatch, Set<Class<? extends E>> events, Set<Class<?>> code) {
        this.dispatch = dispatch;
        this.events = events;
        this.code = code;
    }

    /**
     * Begins a fold.
     *
     * @param state the class of the state
     * @param events the sealed family of events
     * @param <S> the state
     * @param <E> the family
     * @return a builder that wants a handler for each event of the family
     * @throws IllegalArgumentException if {@code events} is neither sealed nor final: nobody could list its events
     */
    public static <S, E extends DomainEvent> Builder<S, E> of(Class<S> state, Class<E> events) {
        return new Builder<>(
                "The fold of " + Texts.given(state, "The state's class").getSimpleName(),
                "state",
                new Family<>(events));
    }

    /**
     * The state after the event.
     *
     * @param state before
     * @param event what happened
     * @return the state after it; what the handler throws passes through
     * @throws IllegalArgumentException if the event is {@code null} or not one of the family
     */
    public S apply(S state, E event) {
        if (event == null) {
            throw new IllegalArgumentException("The event is null; pass what happened.");
        }
        return dispatch.handlerOf(event.getClass()).apply(state, event);
    }

    /**
     * The events this fold handles, as its types permit them.
     *
     * @return the family's concrete events and {@code non-sealed} types
     */
    public Set<Class<? extends E>> events() {
        return events;
    }

    /** The classes of the handlers, in a set that belongs to the caller. */
    Set<Class<?>> code() {
        return new HashSet<>(code);
    }

    /**
     * Collects the handlers.
     *
     * @param <S> the state
     * @param <E> the family
     */
    public static final class Builder<S, E extends DomainEvent> {
        private final String owner;
        private final String stateName;
        private final Family<E> family;
        private final Map<Class<?>, BiFunction<S, E, S>> handlers = new LinkedHashMap<>();
        private final Set<Class<?>> code = new HashSet<>();

        Builder(String owner, String stateName, Family<E> family) {
            this.owner = owner;
            this.stateName = stateName;
            this.family = family;
        }

        /**
         * Says how one event changes the state.
         *
         * @param event its class
         * @param handler old state and event to new state; decides nothing
         * @param <T> the event
         * @return this
         * @throws IllegalArgumentException if the event has a handler already, or is not a single event of the family
         */
        public <T extends E> Builder<S, E> on(Class<T> event, BiFunction<S, T, S> handler) {
            family.refuseForeign(event, owner);
            Texts.given(handler, "The handler of %s in %s".formatted(event.getSimpleName(), owner));
            return on(event, handler, handler.getClass());
        }

        @SuppressWarnings("unchecked") // the dispatch hands a handler only events of the class it is kept under
        <T extends E> Builder<S, E> on(Class<T> event, BiFunction<S, T, S> handler, Class<?> writtenIn) {
            family.refuseForeign(event, owner);
            if (handlers.putIfAbsent(event, (BiFunction<S, E, S>) handler) != null) {
                throw new IllegalArgumentException("%s has two handlers for %s; keep one .on(%s.class, …)."
                        .formatted(owner, event.getSimpleName(), Family.inSource(event)));
            }
            code.add(writtenIn);
            return this;
        }

        /**
         * Checks that no event of the family lacks a handler.
         *
         * @return the fold
         * @throws IllegalStateException if handlers are missing; it names all of them with the lines to add
         */
        public Fold<S, E> build() {
            family.refuseMissing(handlers.keySet(), owner, stateName);
            return new Fold<>(new Dispatch<>(handlers, owner), family.events(), Set.copyOf(code));
        }
    }
}
