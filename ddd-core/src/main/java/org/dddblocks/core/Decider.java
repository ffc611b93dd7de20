package org.dddblocks.core;

import java.util.Set;
import java.util.function.BiFunction;

/**
 * A model in functional form: an initial state, a decision and a fold, and not one side effect.
 *
 * <p><b>Shape.</b> {@code decide} answers a command with events or a refusal and changes nothing; {@code evolve} lets
 * one event change the state. The object form, {@link EventSourcedAggregateRoot}, runs on the same {@link Fold}.
 * <b>Threads.</b> Immutable, for any number of threads, if the state is.
 *
 * <pre>{@code
 * static final Fold<Door, DoorEvent> FOLD = Fold.of(Door.class, DoorEvent.class)
 *         .on(DoorOpened.class, (door, e) -> new Door(true))
 *         .on(DoorClosed.class, (door, e) -> new Door(false))
 *         .build();
 * static final Decider<DoorCommand, Door, DoorEvent> DOOR = Decider.of(new Door(false), Door::decide, FOLD);
 * }</pre>
 *
 * <pre>{@code
 * Door door = Door.DOOR.replay(List.of(new DoorOpened()));
 * Decision<DoorEvent> decision = Door.DOOR.decide(door, new CloseDoor());
 * }</pre>
 *
 * @param <C> the commands
 * @param <S> the state, immutable
 * @param <E> the sealed family of events
 * @see <a href="https://thinkbeforecoding.com/post/2021/12/17/functional-event-sourcing-decider">Chassaing, Functional
 *     Event Sourcing Decider</a>
 */
public final class Decider<C, S, E extends DomainEvent> {
    private final S initial;
    private final BiFunction<? super S, ? super C, Decision<E>> decide;
    private final Fold<S, E> fold;

    private Decider(S initial, BiFunction<? super S, ? super C, Decision<E>> decide, Fold<S, E> fold) {
        this.initial = initial;
        this.decide = decide;
        this.fold = fold;
    }

    /**
     * Puts the three parts together.
     *
     * @param initial the state before anything happened
     * @param decide answers a command in a state
     * @param fold how each event changes the state
     * @param <C> the commands
     * @param <S> the state
     * @param <E> the events
     * @return the decider
     * @throws IllegalArgumentException if a part is {@code null}
     */
    public static <C, S, E extends DomainEvent> Decider<C, S, E> of(
            S initial, BiFunction<? super S, ? super C, Decision<E>> decide, Fold<S, E> fold) {
        Texts.given(initial, "The initial state of a decider");
        Texts.given(decide, "The decide function of a decider");
        Texts.given(fold, "The fold of a decider");
        return new Decider<>(initial, decide, fold);
    }

    /**
     * The state before anything happened.
     *
     * @return the initial state
     */
    public S initial() {
        return initial;
    }

    /**
     * The events that its fold handles, as their types permit them.
     *
     * @return the family's concrete events and {@code non-sealed} types
     */
    public Set<Class<? extends E>> eventClasses() {
        return fold.events();
    }

    /** The classes of the fold's handlers, in a set that belongs to the caller. */
    Set<Class<?>> code() {
        return fold.code();
    }

    /**
     * Answers a command; nothing is changed.
     *
     * @param state in which it is decided
     * @param command what is asked for
     * @return the events that happen, or the refusal
     * @throws IllegalStateException if the decide function returns {@code null}
     */
    public Decision<E> decide(S state, C command) {
        Decision<E> decision = decide.apply(state, Texts.given(command, "The command"));
        if (decision == null) {
            throw new IllegalStateException("The decision on %s is null; return Decision.accepted() if nothing happens."
                    .formatted(command.getClass().getSimpleName()));
        }
        return decision;
    }

    /**
     * The state after one event.
     *
     * @param state before
     * @param event what happened
     * @return the state after it
     */
    public S evolve(S state, E event) {
        return fold.apply(state, event);
    }

    /**
     * The state after a history; nothing is decided.
     *
     * @param events what happened, oldest first
     * @return the state after all of it, the initial one for no events
     */
    public S replay(Iterable<? extends E> events) {
        S state = initial;
        for (E event : events) {
            state = fold.apply(state, event);
        }
        return state;
    }
}
