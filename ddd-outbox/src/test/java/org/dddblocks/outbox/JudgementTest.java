package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.dddblocks.core.EventMetadata;
import org.junit.jupiter.api.Test;

/** Whose fault a failed send was: no thread, no database, and a clock that is moved by hand. */
class JudgementTest {
    private static final OutboxConfig CONFIG = OutboxConfig.builder()
            .retryAfter(Duration.ofMillis(100))
            .retryAtMostAfter(Duration.ofSeconds(10))
            .sendTimeout(Duration.ofSeconds(60))
            .attempts(5)
            .onFailure(FailurePolicies.others(FailurePolicy.PARK_KEY)
                    .ofMessages("newsletter-was-printed", FailurePolicy.SKIP)
                    .ofKeys("ledger", FailurePolicy.HALT))
            .build();
    private static final Throwable BROKEN = new BrokerUnavailableException("connection reset");
    private static final Throwable REFUSED = new IllegalStateException("nack");
    private static final Throwable SILENT = new TimeoutException("no answer");
    private static final boolean ALONE = true;
    private static final boolean AMONG_OTHERS = false;

    private final Judgement judgement = new Judgement(CONFIG);
    private long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos(); // System.nanoTime() may overflow

    private static OutboxRow row(String key, int failures) {
        return row(UUID.randomUUID(), "order-was-placed", new MessageKey("order", key), failures);
    }

    private static OutboxRow row(UUID id, String type, MessageKey key, int failures) {
        Message message = new Message(
                id,
                "ordering",
                key,
                new MessageNumber(1, 0),
                type,
                1,
                "{}",
                Instant.EPOCH,
                EventMetadata.NONE,
                Map.of());
        return new OutboxRow(1, message, failures, null, failures > 0);
    }

    private Verdict failed(OutboxRow row, Throwable failure, boolean alone) {
        return judgement.failed(row, failure, now, alone, now);
    }

    private void accepted(OutboxRow row) {
        judgement.accepted(row, now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** The broker is tried again and is there: another key's message passes. */
    private void anotherPasses() {
        pass(Duration.ofMinutes(1));
        assertThat(judgement.allows(now)).isTrue();
        accepted(row("another", 0));
    }

    @Test
    void a_refused_message_is_tried_again_after_growing_pauses_and_given_up_in_the_end() {
        for (int before = 0; before < 4; before++) {
            Verdict verdict = failed(row("1", before), REFUSED, AMONG_OTHERS);

            assertThat(verdict).isInstanceOf(Verdict.Later.class);
            Verdict.Later later = (Verdict.Later) verdict;
            Duration longest = Duration.ofMillis(100L << before);
            assertThat(later.attempts()).isEqualTo(before + 1);
            assertThat(later.pause()).isBetween(longest.dividedBy(2), longest);
        }
        assertThat(failed(row("1", 4), REFUSED, AMONG_OTHERS))
                .isEqualTo(new Verdict.GivenUp(5, FailurePolicy.PARK_KEY));
        assertThat(judgement.probing()).as("the broker answered").isFalse();
    }

    @Test
    void the_policy_is_that_of_the_message_type_else_of_the_key_type_else_the_general_one() {
        MessageKey ledger = new MessageKey("ledger", "1");
        MessageKey order = new MessageKey("order", "1");

        assertThat(policyOf("newsletter-was-printed", ledger)).isEqualTo(FailurePolicy.SKIP);
        assertThat(policyOf("entry-was-booked", ledger)).isEqualTo(FailurePolicy.HALT);
        assertThat(policyOf("newsletter-was-printed", order)).isEqualTo(FailurePolicy.SKIP);
        assertThat(policyOf("order-was-placed", order)).isEqualTo(FailurePolicy.PARK_KEY);
    }

    private FailurePolicy policyOf(String type, MessageKey key) {
        Verdict verdict = failed(row(UUID.randomUUID(), type, key, 4), REFUSED, AMONG_OTHERS);
        return ((Verdict.GivenUp) verdict).policy();
    }

    @Test
    void an_outage_of_any_length_counts_against_no_message() {
        OutboxRow flying = row("flying", 4); // one more refusal would be its last
        assertThat(failed(flying, BROKEN, AMONG_OTHERS)).isInstanceOf(Verdict.Acquitted.class);
        OutboxRow one = row("1", 4);
        OutboxRow two = row("2", 4);

        for (int probe = 0; probe < 1000; probe++) {
            assertThat(judgement.allows(now)).isFalse();
            pass(Duration.ofSeconds(11));
            assertThat(judgement.allows(now)).isTrue();
            assertThat(judgement.probing()).isTrue();
            assertThat(failed(probe % 2 == 0 ? one : two, BROKEN, ALONE)).isInstanceOf(Verdict.Acquitted.class);
        }

        anotherPasses();
        accepted(flying);
        accepted(one);
        accepted(two);
        assertThat(judgement.probing()).isFalse();
        assertThat(judgement.suspected(one)).isFalse();
    }

    @Test
    void outages_that_come_again_and_again_count_against_no_message_that_passed_in_between() {
        OutboxRow row = row("1", 0);
        for (int outage = 0; outage < 20; outage++) {
            pass(Duration.ofMinutes(1));
            OutboxRow probe = row("probe " + outage, 4);
            assertThat(failed(probe, BROKEN, ALONE)).isInstanceOf(Verdict.Acquitted.class);
            assertThat(failed(row, BROKEN, AMONG_OTHERS)).isInstanceOf(Verdict.Acquitted.class);
            anotherPasses();
            accepted(row);
        }
    }

    @Test
    void a_message_that_breaks_the_connection_each_time_is_found_while_others_pass() {
        OutboxRow poison = row("poison", 0);
        assertThat(failed(poison, BROKEN, AMONG_OTHERS)).isInstanceOf(Verdict.Acquitted.class);
        for (int proof = 1; proof < Judgement.PROOFS; proof++) {
            anotherPasses();
            assertThat(judgement.suspected(poison)).isTrue();
            assertThat(failed(poison, BROKEN, ALONE)).isInstanceOf(Verdict.Acquitted.class);
        }
        anotherPasses();

        assertThat(failed(poison, BROKEN, ALONE))
                .asInstanceOf(type(Verdict.Later.class))
                .extracting(Verdict.Later::attempts)
                .isEqualTo(Judgement.PROOFS);

        anotherPasses();
        OutboxRow again = row(poison.message().id(), poison.message().type(), poison.key(), 3);
        assertThat(judgement.suspected(again)).as("still sent alone").isTrue();
        assertThat(failed(again, BROKEN, ALONE))
                .asInstanceOf(type(Verdict.Later.class))
                .extracting(Verdict.Later::attempts)
                .isEqualTo(4);
        anotherPasses();
        OutboxRow last = row(poison.message().id(), poison.message().type(), poison.key(), 4);
        assertThat(failed(last, BROKEN, ALONE)).isEqualTo(new Verdict.GivenUp(5, FailurePolicy.PARK_KEY));
    }

    @Test
    void breaking_the_connection_among_others_proves_nothing() {
        OutboxRow row = row("1", 4);
        for (int i = 0; i < 10; i++) {
            assertThat(failed(row, BROKEN, AMONG_OTHERS)).isInstanceOf(Verdict.Acquitted.class);
            anotherPasses();
        }
    }

    @Test
    void a_probe_that_failed_lets_another_key_be_the_next_probe() {
        OutboxRow poison = row("poison", 0);
        failed(poison, BROKEN, ALONE);

        assertThat(judgement.avoided(now)).contains(poison.key());
        pass(Duration.ofMinutes(1));
        assertThat(judgement.avoided(now)).as("also when its pause is over").containsExactly(poison.key());
        judgement.newRound();
        assertThat(judgement.avoided(now)).as("unless there is no other").isEmpty();

        failed(poison, BROKEN, ALONE);
        pass(Duration.ofMinutes(1));
        accepted(row("another", 0));
        assertThat(judgement.avoided(now)).isEmpty();
    }

    @Test
    void a_suspect_rests_before_it_is_sent_alone_again_and_its_key_is_not_read_meanwhile() {
        OutboxRow poison = row("poison", 0);
        failed(poison, BROKEN, ALONE);
        accepted(row("another", 0));

        assertThat(judgement.due(poison, now)).isFalse();
        assertThat(judgement.avoided(now)).containsExactly(poison.key());
        pass(Duration.ofMillis(100));
        assertThat(judgement.due(poison, now)).isTrue();
        assertThat(judgement.avoided(now)).isEmpty();
    }

    @Test
    void a_time_out_counts_only_if_something_that_set_off_much_later_was_answered() {
        OutboxRow silent = row("silent", 0);
        long departed = now;
        judgement.accepted(row("at the same time", 0), departed + 1);
        pass(Duration.ofSeconds(60));

        assertThat(judgement.failed(silent, SILENT, departed, AMONG_OTHERS, now))
                .as("the broker hangs since that moment")
                .asInstanceOf(type(Verdict.Later.class))
                .extracting(Verdict.Later::attempts)
                .isEqualTo(0);

        judgement.accepted(row("later", 0), departed + Duration.ofSeconds(30).toNanos());
        assertThat(judgement.failed(silent, SILENT, departed, AMONG_OTHERS, now))
                .asInstanceOf(type(Verdict.Later.class))
                .extracting(Verdict.Later::attempts)
                .isEqualTo(1);
        assertThat(judgement.probing()).as("other keys go on").isFalse();
    }

    @Test
    void what_any_message_would_have_met_is_not_counted_and_tried_again_after_growing_pauses() {
        OutboxRow row = row("1", 0);
        Throwable noDatabase = new DeliveryFailedException(
                "inventory", row.message(), new SQLTransientConnectionException("refused", "08001"));
        for (int time = 1; time <= 5; time++) {
            Verdict.Later later = (Verdict.Later) failed(row, noDatabase, AMONG_OTHERS);
            Duration longest = Duration.ofMillis(100L << time - 1);
            assertThat(later.attempts()).isZero();
            assertThat(later.pause()).isBetween(longest.dividedBy(2), longest);
        }
    }

    @Test
    void a_refusal_of_a_suspect_clears_it_of_broken_connections() {
        OutboxRow row = row("1", 0);
        failed(row, BROKEN, ALONE);
        pass(Duration.ofMinutes(1));

        failed(row, REFUSED, ALONE);

        assertThat(judgement.suspected(row)).isFalse();
        assertThat(judgement.probing()).isFalse();
    }

    @Test
    void the_memory_of_suspects_is_bounded() {
        Suspects suspects = new Suspects();
        OutboxRow first = row("first", 0);
        suspects.add(first);
        for (int i = 0; i < 5000; i++) {
            suspects.brokeAlone(row("k" + i, 0));
        }
        assertThat(suspects.size()).isEqualTo(Suspects.MOST);
        assertThat(suspects.suspected(first)).isFalse();
    }
}
