package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FenceStateTest {
    private static final Instant STARTED = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant STARTED_AGAIN = STARTED.plusSeconds(60);

    private static FenceLook look(Instant server, long newest, String... holders) {
        return new FenceLook(
                server, "read committed", server, newest, true, Set.of(holders), null, Duration.ZERO, List.of());
    }

    @Test
    void a_place_without_holders_is_proven_at_once() {
        assertThat(FenceState.UNKNOWN.after(look(STARTED, 7)).proven()).isEqualTo(7);
    }

    @Test
    void a_place_is_proven_when_its_holders_have_left_whoever_came_since() {
        FenceState waiting = FenceState.UNKNOWN.after(look(STARTED, 7, "3/1", "4/9"));
        FenceState still = waiting.after(look(STARTED, 9, "4/9", "3/2"));
        assertThat(still.proven()).isZero();
        FenceState proven = still.after(look(STARTED, 12, "3/2", "5/5"));
        assertThat(proven.proven()).isEqualTo(7);
        assertThat(proven.after(look(STARTED, 12, "6/1")).proven()).isEqualTo(12);
    }

    @Test
    void a_prepared_transaction_that_a_restart_gave_another_name_is_waited_for() {
        FenceState waiting = FenceState.UNKNOWN.after(look(STARTED, 7, "3/1"));
        assertThat(waiting.after(look(STARTED, 7, "-1/771")).proven()).isZero();
        assertThat(waiting.after(look(STARTED, 7, "-1/771"))
                        .after(look(STARTED, 7))
                        .proven())
                .isEqualTo(7);
    }

    @Test
    void what_was_known_of_a_server_is_void_when_it_was_started_again() {
        FenceState known = FenceState.UNKNOWN.after(look(STARTED, 7));
        assertThat(known.after(look(STARTED_AGAIN, 9, "3/1")).proven()).isZero();
        assertThat(known.on(STARTED_AGAIN).proven()).isZero();
        assertThat(known.on(STARTED)).isSameAs(known);
    }

    @Test
    void a_look_that_did_not_read_the_locks_proves_nothing() {
        FenceLook blind =
                new FenceLook(STARTED, "read committed", STARTED, 7, false, Set.of(), null, Duration.ZERO, List.of());
        assertThat(FenceState.UNKNOWN.after(blind).proven()).isZero();
    }

    @Test
    void a_look_from_inside_an_append_proves_nothing_for_others() {
        FenceLook own =
                new FenceLook(STARTED, "read committed", STARTED, 7, true, Set.of(), "3/1", Duration.ZERO, List.of());
        assertThat(FenceState.UNKNOWN.after(own).proven()).isZero();
    }

    @Test
    void looks_that_are_dear_come_less_often() {
        assertThat(FencePace.pauseAfter(Duration.ofMillis(1))).isEqualTo(FencePace.PAUSE);
        assertThat(FencePace.pauseAfter(Duration.ofMillis(10))).isEqualTo(Duration.ofMillis(200));
        assertThat(FencePace.pauseAfter(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(1));
    }
}
