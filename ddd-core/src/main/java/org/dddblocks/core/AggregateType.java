package org.dddblocks.core;

import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Describes an aggregate root once, for stores, tests and laws.
 *
 * @param <A> the root
 * @param <I> its id
 * @param <E> the sealed family of its events
 */
public final class AggregateType<A extends AggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent> {
    private final String name;
    private final Class<A> root;
    private final Class<E> events;
    private final Function<I, A> blank;
    private final Fold<A, E> fold;

    private AggregateType(String name, Class<A> root, Class<E> events, Function<I, A> blank, Fold<A, E> fold) {
        this.name = name;
        this.root = root;
        this.events = events;
        this.blank = blank;
        this.fold = fold;
    }

    /**
     * Begins the description of an event-sourced root.
     *
     * @param name stable name in stores, such as {@code order}
     * @param root its class
     * @param events the sealed family of its events
     * @param blank makes a root to which nothing happened yet
     * @param <A> the root
     * @param <I> its id
     * @param <E> its events
     * @return a builder that wants a handler for each event
     */
    public static <A extends EventSourcedAggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent>
            Builder<A, I, E> eventSourced(String name, Class<A> root, Class<E> events, Function<I, A> blank) {
        return new Builder<>(name, root, events, blank);
    }

    /**
     * Describes a root whose state is stored as such.
     *
     * @param name stable name in stores, such as {@code stock}
     * @param root its class
     * @param events the sealed family of its events
     * @param <A> the root
     * @param <I> its id
     * @param <E> its events
     * @return the description
     */
    public static <A extends AggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent>
            AggregateType<A, I, E> stateBased(String name, Class<A> root, Class<E> events) {
        return new AggregateType<>(
                name,
                root,
                events,
                id -> {
                    throw new UnsupportedOperationException(name + " is state-based: it has no blank form.");
                },
                Fold.of(root, events).build());
    }

    /**
     * The stable name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The root's class.
     *
     * @return the class
     */
    public Class<A> root() {
        return root;
    }

    /**
     * The sealed family of events.
     *
     * @return the family's class
     */
    public Class<E> events() {
        return events;
    }

    /**
     * The concrete events of the family.
     *
     * @return their classes
     */
    public Set<Class<? extends E>> eventClasses() {
        return Set.of();
    }

    /**
     * A root to which nothing happened yet.
     *
     * @param id its id
     * @return the blank root
     */
    public A blank(I id) {
        return blank.apply(id);
    }

    Fold<A, E> fold() {
        return fold;
    }

    /**
     * Collects the handlers of an event-sourced root.
     *
     * @param <A> the root
     * @param <I> its id
     * @param <E> its events
     */
    public static final class Builder<
            A extends EventSourcedAggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent> {
        private final String name;
        private final Class<A> root;
        private final Class<E> events;
        private final Function<I, A> blank;
        private final Fold.Builder<A, E> fold;

        Builder(String name, Class<A> root, Class<E> events, Function<I, A> blank) {
            this.name = name;
            this.root = root;
            this.events = events;
            this.blank = blank;
            this.fold = Fold.of(root, events);
        }

        /**
         * Says how one event changes the root.
         *
         * @param event its class
         * @param handler changes the root's fields and nothing else
         * @param <T> the event
         * @return this
         */
        public <T extends E> Builder<A, I, E> on(Class<T> event, BiConsumer<A, T> handler) {
            fold.on(event, (state, e) -> {
                handler.accept(state, e);
                return state;
            });
            return this;
        }

        /**
         * Checks that no event lacks a handler.
         *
         * @return the description
         */
        public AggregateType<A, I, E> build() {
            return new AggregateType<>(name, root, events, blank, fold.build());
        }
    }
}
