package org.dddblocks.testkit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@link MutantsTest} of gates, parking and purges; with the tests that take too long for the plain build. */
@Tag("services")
class InboxMutantsTest {
    @Test
    void an_inbox_whose_gate_is_open_is_found_out() {
        MutantsTest.assertFails(
                InboxMutants.NoGate.class,
                "a_released_message_that_is_not_the_newest_of_its_key_is_dropped_by_the_gate_and_that_is_told",
                "deliveries_1_2_3_2_3_1_have_the_effects_1_2_3_once_each_also_without_their_marks",
                "a_number_that_leaves_others_out_is_handled_and_what_was_left_out_is_dropped_and_counted_once",
                "two_messages_of_one_event_are_both_handled_and_numbers_are_compared_as_numbers",
                "each_key_of_each_sender_has_a_gate_of_its_own_for_each_consumer",
                "a_message_waits_for_a_later_one_of_its_key_that_is_handled_now_and_is_dropped_then",
                "of_deliveries_of_a_key_at_the_same_time_the_effects_are_in_ascending_order_and_the_last_one_is_there",
                "a_message_costs_one_statement_and_with_the_gate_two_when_its_key_is_known",
                "what_comes_later_than_the_horizon_is_dropped_by_the_gate");
    }

    @Test
    void an_inbox_whose_gate_is_not_locked_while_the_work_is_done_is_found_out() {
        MutantsTest.assertFails(
                InboxMutants.GateWithoutLock.class,
                "a_message_waits_for_a_later_one_of_its_key_that_is_handled_now_and_is_dropped_then",
                "of_deliveries_of_a_key_at_the_same_time_the_effects_are_in_ascending_order_and_the_last_one_is_there",
                "a_message_costs_one_statement_and_with_the_gate_two_when_its_key_is_known");
    }

    @Test
    void an_inbox_that_purges_at_once_and_for_everybody_is_found_out() {
        MutantsTest.assertFails(
                InboxMutants.PurgesAll.class,
                "a_purge_forgets_what_was_handled_before_the_horizon_and_nothing_else",
                "a_purge_deletes_few_marks_in_each_transaction");
    }

    @Test
    void an_inbox_that_never_parks_is_found_out() {
        MutantsTest.assertFails(
                InboxMutants.NeverParks.class,
                "counting_a_start_costs_a_commit_and_few_statements",
                "a_message_whose_process_died_at_each_start_is_parked_whole_and_others_go_on",
                "a_message_that_died_with_others_and_is_handled_then_is_not_parked",
                "a_parked_message_is_released_to_a_handler_that_can_do_it_and_stays_until_then",
                "a_release_that_kills_its_process_leaves_the_message_in_the_list",
                "a_released_message_that_is_not_the_newest_of_its_key_is_dropped_by_the_gate_and_that_is_told",
                "a_discarded_message_is_gone_and_who_did_it_and_why_is_kept",
                "suspects_are_handled_one_at_a_time_and_others_beside_them",
                "inside_a_transaction_no_start_could_be_kept_so_it_is_refused");
    }

    @Test
    void an_inbox_that_parks_what_fails_is_found_out() {
        MutantsTest.assertFails(InboxMutants.ParksFailures.class, "work_that_fails_has_ended_and_counts_for_nothing");
    }
}
