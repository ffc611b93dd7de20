package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Each fault names beforehand the tests of {@link ProjectionContract} that must fail, and all others pass. */
class ProjectionMutantsTest {
    private static final class Broken extends ProjectionContract {
        Broken(ProjectionFault fault) {
            super(TestDatabase.H2, fault);
        }
    }

    private static Set<String> failing(Supplier<ProjectionFault> fault) throws ReflectiveOperationException {
        return MutantRun.failing(
                () -> new Broken(fault.get()), "two_runners_and_many_writers_apply_each_event_once"); // a race
    }

    @Test
    void a_checkpoint_outside_of_the_handlers_transaction_is_found_out() throws Exception {
        assertThat(failing(ProjectionMutants.CheckpointAside::new))
                .containsExactlyInAnyOrder(
                        "a_failure_that_a_handler_swallows_is_blamed_on_its_own_event_and_all_before_it_are_applied",
                        "what_fails_at_the_commit_takes_the_read_model_and_the_checkpoint_back_together");
    }

    @Test
    void a_checkpoint_that_moves_past_an_event_that_failed_is_found_out() throws Exception {
        assertThat(failing(ProjectionMutants.MovesPastFailures::new))
                .containsExactlyInAnyOrder(
                        "an_event_that_cannot_be_applied_is_not_skipped_and_the_projection_says_where_it_stands",
                        "what_a_driver_quotes_of_stored_values_is_not_passed_on",
                        "a_rebuild_that_fails_keeps_the_old_model",
                        "a_rebuild_that_fails_after_a_truncate_loses_no_event");
    }

    @Test
    void a_projection_of_some_types_that_stands_where_nothing_matches_is_found_out() throws Exception {
        assertThat(failing(ProjectionMutants.StandsWhereNothingMatches::new))
                .containsExactly("a_projection_of_some_types_moves_on_where_nothing_matches");
    }

    @Test
    void a_node_that_starts_from_the_checkpoint_that_it_remembers_is_found_out() throws Exception {
        assertThat(failing(ProjectionMutants.RemembersItsCheckpoint::new))
                .containsExactlyInAnyOrder(
                        "a_node_goes_on_where_another_one_has_come_to",
                        "a_rebuild_that_fails_after_a_truncate_loses_no_event");
    }
}
