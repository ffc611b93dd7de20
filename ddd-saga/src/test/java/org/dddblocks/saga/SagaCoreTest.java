package org.dddblocks.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.dddblocks.core.DomainRejection;
import org.dddblocks.saga.StoryEntry.What;
import org.junit.jupiter.api.Test;

class SagaCoreTest {
    @Test
    void the_state_remembers_the_refusal_before_the_first_undo() {
        Play play = new Play();
        play.answer(true); // due
        play.answer(true); // a
        play.answer(false); // b
        assertThat(play.now.status()).isEqualTo(SagaStatus.COMPENSATING);
        assertThat(play.now.state().said()).containsExactly("done", "no b");
        assertThat(play.now.step()).isEqualTo("a");
    }

    @Test
    void a_reply_to_another_command_or_of_another_type_changes_nothing_and_is_noted() {
        Play play = new Play();
        play.answer(true);
        play.answer(true);
        Progress<Play.Log> before = play.now;
        play.take(new Input.Replied(UUID.randomUUID(), UUID.randomUUID(), new Play.Yes()));
        play.take(new Input.Replied(UUID.randomUUID(), before.awaiting(), new Play.Other()));
        assertThat(play.now).isEqualTo(before);
        assertThat(play.steps(What.REPLY_IGNORED)).containsExactly("b", "b");
    }

    @Test
    void a_step_after_the_pivot_that_is_refused_is_asked_again_after_a_pause() {
        Play play = new Play();
        while (!"f".equals(play.now.step())) {
            play.answer(true);
        }
        UUID first = play.now.awaiting();
        play.answer(false);
        assertThat(play.wake).isEqualTo(Wake.BACK_OFF);
        assertThat(play.now.status()).isEqualTo(SagaStatus.RUNNING);
        play.take(new Input.Due());
        assertThat(play.now.awaiting()).isNotEqualTo(first);
        assertThat(play.now.starts()).isEqualTo(2);
    }

    @Test
    void a_step_started_twenty_times_without_finishing_is_parked_and_says_so() {
        Play play = new Play();
        for (int start = 1; start <= Play.MAX; start++) {
            assertThat(play.now.status()).isEqualTo(SagaStatus.RUNNING);
            play.take(new Input.Due());
            play.take(new Input.Threw(new IllegalStateException("disk full"), true));
        }
        assertThat(play.now.status()).isEqualTo(SagaStatus.NEEDS_ATTENTION);
        assertThat(play.now.parkedFrom()).isEqualTo(SagaStatus.RUNNING);
        assertThat(play.notes.get(play.notes.size() - 1).why()).contains("step a was started 20 times", "disk full");
        assertThat(play.wake).isEqualTo(Wake.NEVER);
    }

    @Test
    void starts_of_which_nobody_recorded_the_end_count_too() {
        Play play = new Play();
        for (int start = 1; start <= Play.MAX + 1; start++) {
            play.take(new Input.Due());
        }
        assertThat(play.now.status()).isEqualTo(SagaStatus.NEEDS_ATTENTION);
        assertThat(play.notes.get(play.notes.size() - 1).why()).contains("nobody recorded how the last start ended");
    }

    @Test
    void only_what_the_work_itself_threw_can_be_a_refusal() {
        Play play = new Play();
        play.take(new Input.Due());
        play.take(new Input.Threw(new DomainRejection("NO", "no"), false));
        assertThat(play.now.status()).isEqualTo(SagaStatus.RUNNING);
        assertThat(play.steps(What.FAILED)).containsExactly("a");
    }

    @Test
    void an_exception_that_is_not_declared_is_a_failure_and_no_refusal() {
        Play play = new Play();
        play.take(new Input.Due());
        play.take(new Input.Threw(new IllegalArgumentException("a bug"), true));
        assertThat(play.now.status()).isEqualTo(SagaStatus.RUNNING);
        assertThat(play.steps(What.FAILED)).containsExactly("a");
        assertThat(play.wake).isEqualTo(Wake.BACK_OFF);
    }

    @Test
    void what_breaks_while_a_reply_is_taken_in_leaves_its_command_awaited() {
        Play play = new Play();
        play.answer(true);
        play.answer(true);
        UUID awaited = play.now.awaiting();
        play.take(new Input.Broke("store threw"));
        assertThat(play.now.awaiting()).isEqualTo(awaited);
        assertThat(play.wake).isEqualTo(Wake.BACK_OFF);
        assertThat(play.now.starts()).isEqualTo(2);
    }

    @Test
    void nothing_moves_an_instance_that_has_ended() {
        Play play = new Play();
        while (play.now.status().isActive()) {
            play.answer(true);
        }
        Progress<Play.Log> ended = play.now;
        play.take(new Input.Due());
        play.take(new Input.Replied(UUID.randomUUID(), UUID.randomUUID(), new Play.No()));
        play.take(new Input.Worked("again"));
        assertThat(play.now).isEqualTo(ended);
    }

    @Test
    void an_instance_at_a_step_that_its_definition_lost_is_named() {
        SagaCore<Play.Log> core = new SagaCore<>(Play.MIXED, Play.MAX);
        assertThatThrownBy(() -> core.decide(Progress.begin(new Play.Log(List.of()), "gone"), new Input.Due()))
                .isInstanceOf(UnknownStepException.class)
                .hasMessageContainingAll("saga mixed version 1", "\"gone\"", "next version");
    }
}
