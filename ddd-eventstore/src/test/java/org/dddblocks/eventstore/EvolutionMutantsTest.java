package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Each fault names beforehand the tests of {@link EvolutionContract} that must fail, and all others pass. */
class EvolutionMutantsTest {
    private static final class Broken extends EvolutionContract {
        Broken(UnaryOperator<EventStore> fault) {
            super(TestDatabase.H2, fault);
        }
    }

    @Test
    void a_feed_that_loses_the_second_part_of_an_event_is_found_out() throws Exception {
        assertThat(MutantRun.failing(() -> new Broken(EvolutionMutants::pageEndsBetweenParts)))
                .containsExactlyInAnyOrder(
                        "all_parts_of_a_stored_event_carry_its_version_and_are_counted_in_the_feed",
                        "projections_see_each_part_once_and_move_past_what_is_left_out",
                        "after_a_crash_between_two_parts_the_second_is_applied_exactly_once");
    }

    @Test
    void expected_versions_that_count_parts_are_found_out() throws Exception {
        assertThat(MutantRun.failing(() -> new Broken(EvolutionMutants::versionCountsParts)))
                .containsExactlyInAnyOrder(
                        "expected_versions_do_not_change_also_behind_an_event_of_which_nothing_is_left",
                        "a_stream_of_which_nothing_is_left_is_there_at_its_version",
                        "a_snapshot_and_the_tail_equal_a_replay_after_upcasting_at_every_cut");
    }

    @Test
    void a_feed_that_stalls_before_events_of_which_nothing_is_left_is_found_out() throws Exception {
        assertThat(MutantRun.failing(() -> new Broken(EvolutionMutants::stallsBeforeNothing)))
                .containsExactlyInAnyOrder("all_parts_of_a_stored_event_carry_its_version_and_are_counted_in_the_feed");
    }
}
