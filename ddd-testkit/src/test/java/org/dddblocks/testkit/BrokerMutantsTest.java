package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each fault of a broker or its client is found by the tests of the contract that are named here. */
@Tag("services")
class BrokerMutantsTest {
    private static void assertFindsOut(Class<?> mutant, String... tests) {
        for (String test : tests) {
            assertThat(ContractRun.of(mutant, test)).isEqualTo(Map.of(test, "FAILED"));
        }
    }

    @Test
    void a_client_that_leaves_headers_behind_is_found_out() {
        assertFindsOut(
                BrokerMutants.WithoutHeaders.class,
                "a_message_arrives_with_all_that_it_was_sent_with",
                "the_longest_payload_and_the_most_headers_arrive_whole");
    }

    @Test
    void a_client_that_changes_keys_is_found_out() {
        assertFindsOut(
                BrokerMutants.TamedKeys.class,
                "a_message_arrives_with_all_that_it_was_sent_with",
                "keys_that_differ_in_case_space_or_accent_stay_different");
    }

    @Test
    void a_consumer_that_acknowledges_what_failed_is_found_out() {
        assertFindsOut(
                BrokerMutants.AcknowledgesFailures.class,
                "a_message_comes_again_until_its_handler_returns_and_later_ones_of_its_key_wait");
    }

    @Test
    void a_consumer_that_acknowledges_before_it_has_handled_is_found_out() {
        assertFindsOut(
                BrokerMutants.AcknowledgedOnReceipt.class,
                "a_message_comes_again_until_its_handler_returns_and_later_ones_of_its_key_wait",
                "what_a_consumer_that_died_had_not_finished_comes_to_the_next_one");
    }

    @Test
    void a_client_that_answers_before_the_broker_is_found_out() {
        assertFindsOut(
                BrokerMutants.AnswersTooEarly.class,
                "while_the_broker_is_away_sends_fail_as_unavailable_and_afterwards_they_succeed",
                "a_closed_client_answers_what_is_on_its_way_and_refuses_the_rest_as_unavailable");
    }

    @Test
    void a_broker_that_changes_the_order_is_found_out() {
        assertFindsOut(
                BrokerMutants.Reordering.class,
                "messages_of_a_key_arrive_in_the_order_in_which_they_were_accepted",
                "a_message_comes_again_until_its_handler_returns_and_later_ones_of_its_key_wait",
                "accepted_messages_wait_for_a_consumer");
    }

    @Test
    void a_client_that_takes_an_outage_for_a_refusal_is_found_out() {
        assertFindsOut(
                BrokerMutants.OutageAsRefusal.class,
                "while_the_broker_is_away_sends_fail_as_unavailable_and_afterwards_they_succeed",
                "a_closed_client_answers_what_is_on_its_way_and_refuses_the_rest_as_unavailable");
    }
}
