package org.dddblocks.eventstore;

import java.time.Instant;
import java.util.Optional;
import org.dddblocks.core.Decision;
import org.dddblocks.core.DomainEvent;

/**
 * Keeps what a {@link org.dddblocks.core.Decider} decided: commands in, events stored, and states rebuilt from them.
 *
 * <p><b>Shape.</b> Each call joins the transaction of the thread or has its own. The events and what {@code recordedEvents}
 * writes are stored together or not at all. <b>Threads.</b> One instance serves many threads.
 *
 * <pre>{@code
 * DeciderRepository<DoorCommand, Door, DoorEvent> doors = store.repository("door", Door.DOOR).build();
 * Handled<Door, DoorEvent> handled = doors.handle("front", new OpenDoor());
 * }</pre>
 *
 * @param <C> the commands
 * @param <S> the state
 * @param <E> the events
 */
public interface DeciderRepository<C, S, E extends DomainEvent> {
    /**
     * Finds a state.
     *
     * @param id of the stream, 1 to 255 characters
     * @return the state; empty if nothing ever happened to it
     * @throws StreamDeletedException if it was deleted
     */
    Optional<S> find(String id);

    /**
     * Gets the state of something that must exist.
     *
     * @param id of the stream
     * @return the state
     * @throws org.dddblocks.persistence.AggregateNotFoundException if nothing ever happened to it
     * @throws StreamDeletedException if it was deleted
     */
    S get(String id);

    /**
     * Loads the state, lets the decider decide and stores the events; on a conflict all three are done again, a bounded
     * number of times. Where nothing happened yet the decider decides on its initial state.
     *
     * @param id of the stream
     * @param command what is asked for
     * @return the decision, and the state after it; of a refusal nothing is stored
     * @throws org.dddblocks.persistence.ConflictException if the last try met another conflict
     * @throws StreamDeletedException if it was deleted
     */
    Handled<S, E> handle(String id, C command);

    /**
     * A state as it was when an event had just happened; see {@link EventSourcedRepository#asOf(Object, long)}.
     *
     * @param id of the stream
     * @param version of the event, from 1
     * @return empty if nothing ever happened to it
     * @throws NoSuchVersionException if it has not come to that version yet
     * @throws IllegalArgumentException if the version is below 1
     */
    Optional<S> asOf(String id, long version);

    /**
     * A state as it was at an instant of business time; see {@link EventSourcedRepository#asOf(Object, Instant)}.
     *
     * @param id of the stream
     * @param instant UTC
     * @return empty if nothing had happened to it by then
     */
    Optional<S> asOf(String id, Instant instant);

    /**
     * Asks for a snapshot; see {@link EventSourcedRepository#requestSnapshot}.
     *
     * @param id of the stream
     * @throws IllegalStateException if the repository was built without {@code snapshots(…)}
     */
    void requestSnapshot(String id);

    /**
     * What became of a command.
     *
     * @param decision its events, which are stored, or its refusal
     * @param state after it
     * @param version of the stream after it; 0 if nothing ever happened to it
     * @param <S> the state
     * @param <E> the events
     */
    record Handled<S, E extends DomainEvent>(Decision<E> decision, S state, long version) {
        /**
         * The state, for a caller who has no answer to a refusal.
         *
         * @return the state after the command
         * @throws org.dddblocks.core.DomainRejection if the command was refused
         */
        public S orThrow() {
            decision.eventsOrThrow();
            return state;
        }
    }
}
