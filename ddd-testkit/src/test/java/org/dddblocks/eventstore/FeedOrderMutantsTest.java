package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.dddblocks.testkit.ContractRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random writers and the history's judge find out what nobody told them to look for. How the writers interleave is up to
 * the machine, so a fault that one history does not show gets another one.
 */
@Timeout(900)
class FeedOrderMutantsTest {
    private static final String HISTORY =
            "whatever_writers_do_readers_see_each_committed_event_once_and_each_stream_in_order";

    private static final int HISTORIES = 10;

    private static final String AT_REST = "the_head_of_a_feed_at_rest_is_its_last_position";

    @Test
    void a_naive_reader_is_found_out_by_its_history() {
        assertFoundOut(FeedOrderMutants.Naive.class);
    }

    @Test
    void writers_without_the_lock_are_found_out_by_their_history() {
        assertFoundOut(FeedOrderMutants.WithoutLock.class);
    }

    @Test
    void a_sequence_with_a_cache_is_found_out_by_its_history() {
        assertFoundOut(FeedOrderMutants.CachedSequence.class);
    }

    private static void assertFoundOut(Class<?> mutant) {
        assertThat(ContractRun.of(mutant, AT_REST))
                .as("it works when nobody races")
                .containsEntry(AT_REST, "SUCCESSFUL");
        Optional<Throwable> verdict = Optional.empty();
        for (int i = 0; i < HISTORIES && !judged(verdict); i++) {
            verdict = ContractRun.failureOf(mutant, HISTORY);
        }
        assertThat(verdict)
                .as("what the judge says of one of %d histories", HISTORIES)
                .hasValueSatisfying(failure -> assertThat(failure).isInstanceOf(AssertionError.class));
    }

    /** Only the judge's word counts, not that of a machine that was too slow. */
    private static boolean judged(Optional<Throwable> verdict) {
        return verdict.filter(AssertionError.class::isInstance).isPresent();
    }
}
