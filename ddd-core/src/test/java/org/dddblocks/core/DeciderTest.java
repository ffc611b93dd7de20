package org.dddblocks.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeciderTest {
    sealed interface DoorEvent extends DomainEvent {}

    record DoorOpened() implements DoorEvent {}

    record DoorClosed() implements DoorEvent {}

    sealed interface DoorCommand {}

    record OpenDoor() implements DoorCommand {}

    record CloseDoor() implements DoorCommand {}

    record Break() implements DoorCommand {}

    record Door(boolean open) {
        static final Fold<Door, DoorEvent> FOLD = Fold.of(Door.class, DoorEvent.class)
                .on(DoorOpened.class, (door, e) -> new Door(true))
                .on(DoorClosed.class, (door, e) -> new Door(false))
                .build();

        Decision<DoorEvent> decide(DoorCommand command) {
            if (command instanceof Break) {
                return null;
            }
            if (command instanceof OpenDoor) {
                return open ? Decision.rejected("DOOR_OPEN", "The door is open.") : Decision.accepted(new DoorOpened());
            }
            return open ? Decision.accepted(new DoorClosed()) : Decision.accepted();
        }
    }

    static final Decider<DoorCommand, Door, DoorEvent> DOOR = Decider.of(new Door(false), Door::decide, Door.FOLD);

    @Test
    void a_command_is_answered_with_events_and_changes_nothing() {
        Door closed = DOOR.initial();

        assertThat(DOOR.decide(closed, new OpenDoor())).isEqualTo(Decision.accepted(new DoorOpened()));
        assertThat(DOOR.decide(closed, new CloseDoor()).eventsOrThrow()).isEmpty();
        assertThat(closed.open()).isFalse();
    }

    @Test
    void a_command_that_is_not_allowed_is_answered_with_a_rejection_and_not_thrown() {
        Decision<DoorEvent> decision = DOOR.decide(new Door(true), new OpenDoor());

        assertThat(decision).isEqualTo(Decision.rejected("DOOR_OPEN", "The door is open."));
        assertThatThrownBy(decision::eventsOrThrow).isEqualTo(new DomainRejection("DOOR_OPEN", "The door is open."));
    }

    @Test
    void the_state_is_the_fold_of_the_history() {
        assertThat(DOOR.replay(List.of(new DoorOpened(), new DoorClosed(), new DoorOpened())))
                .isEqualTo(new Door(true));
        assertThat(DOOR.replay(List.of())).isEqualTo(DOOR.initial());
        assertThat(DOOR.evolve(new Door(true), new DoorClosed())).isEqualTo(new Door(false));
    }

    @Test
    void a_decision_copies_its_events() {
        List<DoorEvent> events = new ArrayList<>(List.of(new DoorOpened()));
        Decision<DoorEvent> decision = new Decision.Accepted<>(events);
        events.clear();

        assertThat(decision.eventsOrThrow()).containsExactly(new DoorOpened());
        assertThatThrownBy(() -> decision.eventsOrThrow().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void wrong_arguments_are_refused() {
        assertThatThrownBy(() -> Decider.of(null, Door::decide, Door.FOLD)).hasMessageContaining("initial state");
        assertThatThrownBy(() -> Decider.of(new Door(true), null, Door.FOLD)).hasMessageContaining("decide function");
        assertThatThrownBy(() -> Decider.of(new Door(true), Door::decide, null)).hasMessageContaining("fold");
        assertThatThrownBy(() -> DOOR.decide(DOOR.initial(), null)).hasMessageContaining("The command is null");
        assertThatThrownBy(() -> DOOR.evolve(DOOR.initial(), null)).hasMessageContaining("The event is null");
        assertThatThrownBy(() -> new Decision.Accepted<>(Arrays.asList((DoorEvent) null)))
                .hasMessageContaining("An event of a decision is null");
        assertThatThrownBy(() -> new Decision.Rejected<>(null)).hasMessageContaining("is null");
    }

    @Test
    void a_decide_function_that_forgets_a_command_is_told_what_to_return() {
        assertThatThrownBy(() -> DOOR.decide(DOOR.initial(), new Break()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("decision on Break is null", "Decision.accepted()");
    }

    @Test
    void a_fold_names_the_events_without_a_handler() {
        assertThatThrownBy(() -> Fold.of(Door.class, DoorEvent.class)
                        .on(DoorOpened.class, (door, e) -> door)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "The fold of Door lacks a handler for 1 of the 2",
                        ".on(DeciderTest.DoorClosed.class, (state, e) -> …)");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void an_event_of_another_family_is_refused() {
        record Strange() implements DomainEvent {}
        assertThatThrownBy(() -> ((Fold) Door.FOLD).apply(new Door(true), new Strange()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("The fold of Door has no handler for", "Strange");
    }
}
