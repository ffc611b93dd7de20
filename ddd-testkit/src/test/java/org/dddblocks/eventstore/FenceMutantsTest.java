package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dddblocks.testkit.ContractRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each way to get the order wrong names the interleavings that it loses, and is found out by them each time. */
@Timeout(300)
class FenceMutantsTest {
    private static final String OPEN_PLACE = "an_event_behind_an_open_place_waits_and_both_come_once";
    private static final String RESTART = "an_open_place_is_waited_for_across_a_restart_of_the_reader";
    private static final String BEFORE_LOCKS = "what_happens_between_the_newest_event_and_the_locks_is_not_overlooked";
    private static final String BEFORE_ROWS = "what_happens_between_the_locks_and_the_rows_is_not_shown_too_early";
    private static final String OLD_SNAPSHOT = "a_reader_with_an_old_snapshot_is_refused_or_loses_nothing";
    private static final String POOLED = "a_pooled_connection_that_appends_without_a_pause_does_not_hold_up_the_feed";
    private static final String ENDS_DURING = "a_writer_who_ends_during_a_look_is_not_lost";
    private static final String CHANGED_MIND = "a_writer_who_changed_his_mind_leaves_nothing_to_wait_for";
    private static final String HEAD = "the_head_waits_for_writers_in_flight_and_tells_who_does_not_end";
    private static final String VERSION_2 =
            "a_transaction_that_began_before_another_one_committed_version_1_appends_version_2_behind_it";
    private static final String CONNECTIONS =
            "positions_ascend_in_the_order_of_commits_whichever_connection_takes_them";

    @Test
    void a_naive_reader_is_found_out() {
        assertFails(
                FenceMutants.Naive.class,
                OPEN_PLACE,
                RESTART,
                BEFORE_LOCKS,
                BEFORE_ROWS,
                OLD_SNAPSHOT,
                POOLED,
                ENDS_DURING,
                CHANGED_MIND,
                HEAD);
    }

    @Test
    void a_reader_who_asks_for_the_holders_before_the_newest_event_is_found_out() {
        assertFails(FenceMutants.HoldersBeforeNewest.class, BEFORE_LOCKS);
    }

    @Test
    void a_reader_who_reads_the_rows_before_the_holders_is_found_out() {
        assertFails(FenceMutants.RowsBeforeHolders.class, ENDS_DURING);
    }

    @Test
    void a_reader_who_shows_rows_past_the_proven_fence_is_found_out() {
        assertFails(FenceMutants.RowsPastTheFence.class, BEFORE_ROWS);
    }

    @Test
    void a_reader_at_repeatable_read_is_found_out() {
        assertFails(FenceMutants.RepeatableReadReader.class, OLD_SNAPSHOT);
    }

    @Test
    void a_reader_who_takes_process_ids_for_transactions_is_found_out() {
        assertFails(FenceMutants.ProcessIds.class, POOLED);
    }

    @Test
    void a_writer_who_takes_the_lock_after_his_position_is_found_out() {
        assertFails(FenceMutants.LockAfterPosition.class, OPEN_PLACE, RESTART, POOLED, CHANGED_MIND, HEAD);
    }

    @Test
    void a_writer_who_takes_his_position_before_the_row_of_the_stream_is_found_out() {
        assertFails(FenceMutants.PositionBeforeStream.class, VERSION_2);
    }

    @Test
    void a_sequence_with_a_cache_is_found_out() {
        assertFails(FenceMutants.CachedSequence.class, CONNECTIONS, POOLED);
    }

    private static void assertFails(Class<?> mutant, String... expected) {
        Map<String, String> ends = ContractRun.of(mutant);
        Set<String> failed = new TreeSet<>();
        ends.forEach((test, end) -> {
            if (!end.equals("SUCCESSFUL")) {
                failed.add(test);
            }
        });
        assertThat(ends).as("tests of %s", mutant.getSimpleName()).hasSizeGreaterThan(expected.length);
        assertThat(failed).containsExactlyInAnyOrder(expected);
    }
}
