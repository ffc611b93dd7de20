package org.dddblocks.core;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Decider} answers to a command: the events that happen, or the refusal.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * <pre>{@code
 * static Decision<DoorEvent> decide(Door door, DoorCommand command) {
 *     if (command instanceof CloseDoor) {
 *         return door.open() ? Decision.accepted(new DoorClosed()) : Decision.accepted();
 *     }
 *     return door.open() ? Decision.rejected("DOOR_OPEN", "It is open.") : Decision.accepted(new DoorOpened());
 * }
 * }</pre>
 *
 * @param <E> the events
 */
public sealed interface Decision<E extends DomainEvent> {
    /**
     * The command is carried out.
     *
     * @param events what happens, in this order; empty if nothing has to change
     * @param <E> the events
     */
    record Accepted<E extends DomainEvent>(List<E> events) implements Decision<E> {
        /**
         * Copies the events.
         *
         * @throws IllegalArgumentException if the list or one of its events is {@code null}
         */
        public Accepted {
            Texts.given(events, "The list of events");
            events.forEach(event -> Texts.given(event, "An event of a decision"));
            events = List.copyOf(events);
        }

        @Override
        public List<E> eventsOrThrow() {
            return events;
        }
    }

    /**
     * The command is refused, and nothing happens.
     *
     * @param rejection why
     * @param <E> the events that would have been
     */
    record Rejected<E extends DomainEvent>(DomainRejection rejection) implements Decision<E> {
        /**
         * Checks its argument.
         *
         * @throws IllegalArgumentException if the rejection is {@code null}
         */
        public Rejected {
            Texts.given(rejection, "The rejection of a decision");
        }

        @Override
        public List<E> eventsOrThrow() {
            throw rejection;
        }
    }

    /**
     * The command is carried out.
     *
     * @param events what happens, in this order
     * @param <E> the events
     * @return the decision
     * @throws IllegalArgumentException if an event is {@code null}
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is copied and not kept
    static <E extends DomainEvent> Decision<E> accepted(E... events) {
        return new Accepted<>(Arrays.asList(events));
    }

    /**
     * The command is refused.
     *
     * @param code stable code, such as {@code ORDER_SHIPPED}
     * @param message a format for people, see {@link DomainRejection}
     * @param arguments its arguments, {@code null} allowed
     * @param <E> the events that would have been
     * @return the decision
     * @throws IllegalArgumentException if the code is not of the form a {@link DomainRejection} wants
     */
    static <E extends DomainEvent> Decision<E> rejected(String code, String message, @Nullable Object... arguments) {
        return new Rejected<>(new DomainRejection(code, message, arguments));
    }

    /**
     * The events, for a caller who has no answer to a refusal.
     *
     * @return what happens, in this order
     * @throws DomainRejection if the command is refused
     */
    List<E> eventsOrThrow();
}
