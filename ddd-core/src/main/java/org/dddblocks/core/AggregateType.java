package org.dddblocks.core;

import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Describes an aggregate root once; stores, tests and laws take it, and the root's constructors stay private.
 *
 * <p><b>Shape.</b> A stable name, a blank form and one handler for each event of a sealed family. An event without a
 * handler is found when the root's class is initialised, not when the event is first read. <b>Threads.</b> Immutable,
 * for any number of threads.
 *
 * <pre>{@code
 * public static final AggregateType<Order, OrderId, OrderEvent> TYPE =
 *         AggregateType.eventSourced("order", Order.class, OrderEvent.class, Order::new)
 *                 .on(OrderPlaced.class, (order, e) -> order.status = PLACED)
 *                 .on(OrderCancelled.class, (order, e) -> order.status = CANCELLED)
 *                 .build();
 * }</pre>
 *
 * @param <A> the root
 * @param <I> its id
 * @param <E> the sealed family of its events
 */
public final class AggregateType<A extends AggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent> {
    private final String name;
    private final Class<A> root;
    private final Class<E> events;
    private final Set<Class<? extends E>> eventClasses;
    private final @Nullable Function<I, A> blank;
    private final @Nullable Fold<A, E> fold;

    private AggregateType(
            String name,
            Class<A> root,
            Class<E> events,
            Set<Class<? extends E>> eventClasses,
            @Nullable Function<I, A> blank,
            @Nullable Fold<A, E> fold) {
        this.name = name;
        this.root = root;
        this.events = events;
        this.eventClasses = eventClasses;
        this.blank = blank;
        this.fold = fold;
    }

    /**
     * Begins the description of an event-sourced root.
     *
     * @param name stable name in stores, such as {@code order}: a letter, then letters, digits, {@code . _ -}
     * @param root its class
     * @param events the sealed family of its events
     * @param blank makes a root to which nothing happened yet
     * @param <A> the root
     * @param <I> its id
     * @param <E> its events
     * @return a builder that wants a handler for each event
     * @throws IllegalArgumentException if the name is not allowed or the family is not sealed
     */
    public static <A extends EventSourcedAggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent>
            Builder<A, I, E> eventSourced(String name, Class<A> root, Class<E> events, Function<I, A> blank) {
        Texts.checkName(name, "The name of an aggregate type");
        Texts.given(root, "The class of the aggregate type " + name);
        Texts.given(blank, "The blank form of the aggregate type " + name);
        return new Builder<>(name, root, events, blank);
    }

    /**
     * Describes a root whose state is stored as such.
     *
     * @param name stable name in stores, such as {@code stock}: a letter, then letters, digits, {@code . _ -}
     * @param root its class
     * @param events the sealed family of its events, or {@link DomainEvent} itself for a root without events
     * @param <A> the root
     * @param <I> its id
     * @param <E> its events
     * @return the description
     * @throws IllegalArgumentException if the name is not allowed or the family is not sealed
     */
    public static <A extends AggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent>
            AggregateType<A, I, E> stateBased(String name, Class<A> root, Class<E> events) {
        Texts.checkName(name, "The name of an aggregate type");
        Texts.given(root, "The class of the aggregate type " + name);
        Set<Class<? extends E>> classes = DomainEvent.class.equals(events) ? Set.of() : new Family<>(events).events();
        return new AggregateType<>(name, root, events, classes, null, null);
    }

    /**
     * The stable name in stores.
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
     * @return the family's class; {@link DomainEvent} for a root without events
     */
    public Class<E> events() {
        return events;
    }

    /**
     * The events of the family at any depth, as its types permit them.
     *
     * @return its concrete events and {@code non-sealed} types; empty for a root without events
     */
    public Set<Class<? extends E>> eventClasses() {
        return eventClasses;
    }

    /**
     * A root to which nothing happened yet: version 0, no pending events.
     *
     * @param id its id
     * @return a new blank root
     * @throws UnsupportedOperationException if the root is state-based
     * @throws IllegalStateException if the described constructor records events or sets another id
     */
    public A blank(I id) {
        if (blank == null) {
            throw new UnsupportedOperationException(
                    "%s is state-based: nothing can be replayed on it. Load it from its state.".formatted(name));
        }
        A root = blank.apply(Texts.given(id, "The id of a blank " + name));
        if (root == null || !root.pending.isEmpty() || !id.equals(root.getId())) {
            throw new IllegalStateException(("The blank form of %s must be a root with the id %s and no event, but is "
                            + "%s. Record events in a factory method, not in the constructor.")
                    .formatted(name, id.text(), root == null ? null : root + " with events " + root.pending));
        }
        return root;
    }

    /**
     * Whether the state is the fold of the events.
     *
     * @return {@code false} for a root whose state is stored as such
     */
    public boolean isEventSourced() {
        return fold != null;
    }

    /**
     * The name and the root's class, for logs.
     *
     * @return such as {@code order (Order)}
     */
    @Override
    public String toString() {
        return name + " (" + root.getSimpleName() + ")";
    }

    Fold<A, E> fold() {
        if (fold == null) {
            throw new IllegalArgumentException(
                    "The aggregate type %s is state-based; describe an event-sourced root with eventSourced(…)."
                            .formatted(name));
        }
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
            this.fold = new Fold.Builder<>(
                    "The aggregate type " + name,
                    name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_"),
                    new Family<>(events));
        }

        /**
         * Says how one event changes the root.
         *
         * @param event its class
         * @param handler changes the root's fields and nothing else
         * @param <T> the event
         * @return this
         * @throws IllegalArgumentException if the event has a handler already, or is not a single event of the family
         */
        public <T extends E> Builder<A, I, E> on(Class<T> event, BiConsumer<A, T> handler) {
            Texts.given(handler, "A handler of the aggregate type " + name);
            fold.on(
                    event,
                    (state, e) -> {
                        handler.accept(state, e);
                        return state;
                    },
                    handler.getClass());
            return this;
        }

        /**
         * Checks that no event lacks a handler.
         *
         * @return the description
         * @throws IllegalStateException if handlers are missing; it names all of them with the lines to add
         */
        public AggregateType<A, I, E> build() {
            Fold<A, E> built = fold.build();
            return new AggregateType<>(name, root, events, built.events(), blank, built);
        }
    }
}
