package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.Receipt;
import org.junit.jupiter.api.Test;

/** What an inbox with a gate promises: the effects of a key never go backwards. */
abstract class GatePromises extends InboxUnderTest {
    private static final int ROUNDS = 20;
    private static final long WORKS_NANOS = 1_000_000;

    GatePromises() {}

    private Receipt receives(Handling handling, Message message) throws SQLException {
        String what = message.number() + " of " + message.key() + " from " + message.source();
        return handling.<SQLException>receive(message, () -> effect(what));
    }

    private static Message number(long version, int ordinal) {
        return message(KEY, version, ordinal);
    }

    /** As after a purge: what keeps old messages out then is the gate alone. */
    private void forgetMarks() throws SQLException {
        database.transactions().<SQLException>run(() -> execute("delete from ddd_inbox"));
    }

    private List<String> numbers() {
        return effects().stream().map(what -> what.replaceAll(" .*", "")).toList();
    }

    @Test
    void deliveries_1_2_3_2_3_1_have_the_effects_1_2_3_once_each_also_without_their_marks() throws SQLException {
        List<Message> sent = List.of(number(1, 0), number(2, 0), number(3, 0));
        for (int delivery : List.of(0, 1, 2, 1, 2, 0)) {
            receives(gated, sent.get(delivery));
        }
        assertThat(numbers()).containsExactly("1.0", "2.0", "3.0");
        assertThat(gated.inbox().dropped()).as("repeated is not outdated").isZero();

        forgetMarks();
        for (int delivery : List.of(0, 1, 2)) {
            assertThat(receives(gated, sent.get(delivery))).isEqualTo(Receipt.OUTDATED);
        }
        assertThat(numbers()).containsExactly("1.0", "2.0", "3.0");
    }

    @Test
    void a_number_that_leaves_others_out_is_handled_and_what_was_left_out_is_dropped_and_counted_once()
            throws SQLException {
        Message skipped = number(4, 0);
        assertThat(receives(gated, number(3, 0))).isEqualTo(Receipt.DONE);
        assertThat(receives(gated, number(5, 0))).isEqualTo(Receipt.DONE);

        assertThat(receives(gated, skipped)).isEqualTo(Receipt.OUTDATED);
        assertThat(receives(gated, skipped)).isEqualTo(Receipt.REPEATED);

        assertThat(numbers()).containsExactly("3.0", "5.0");
        assertThat(gated.inbox().dropped()).isEqualTo(1);
        assertThat(open(database, "delivery").inbox().dropped()).isZero();
    }

    @Test
    void two_messages_of_one_event_are_both_handled_and_numbers_are_compared_as_numbers() throws SQLException {
        for (Message sent : List.of(number(1, 0), number(1, 1), number(9, 11), number(10, 2))) {
            assertThat(receives(gated, sent)).isEqualTo(Receipt.DONE);
        }
        for (Message late : List.of(number(1, 1), number(9, 12), number(10, 0), number(10, 2))) {
            assertThat(receives(gated, late)).as("%s", late).isEqualTo(Receipt.OUTDATED);
        }
        assertThat(receives(gated, number(10, 11))).isEqualTo(Receipt.DONE);
    }

    @Test
    void without_a_gate_a_late_message_is_handled() throws SQLException {
        receives(inbox, number(2, 0));

        assertThat(receives(inbox, number(1, 0))).isEqualTo(Receipt.DONE);
        assertThat(numbers()).containsExactlyInAnyOrder("2.0", "1.0");
    }

    @Test
    void each_key_of_each_sender_has_a_gate_of_its_own_for_each_consumer() throws SQLException {
        List<MessageKey> keys = List.of(
                new MessageKey("order", "a"),
                new MessageKey("order", "A"),
                new MessageKey("order", "a "),
                new MessageKey("order", "ä"),
                new MessageKey("Order", "a"),
                new MessageKey("orde", "ra"));
        for (int round = 2; round >= 1; round--) {
            for (MessageKey key : keys) {
                for (String source : List.of("ordering", "Ordering", "payment")) {
                    for (String consumer : List.of("inventory", "delivery")) {
                        assertThat(receives(openGated(database, consumer), message(source, key, round, 0)))
                                .as("%s of %s for %s", key, source, consumer)
                                .isEqualTo(round == 2 ? Receipt.DONE : Receipt.OUTDATED);
                    }
                }
            }
        }
    }

    @Test
    void a_message_that_failed_does_not_close_the_gate() throws SQLException {
        Message five = number(5, 0);
        assertThatThrownBy(() -> gated.receive(five, () -> {
                    effect("half");
                    throw new IllegalStateException("no stock");
                }))
                .hasMessage("no stock");

        assertThat(receives(gated, number(4, 0))).isEqualTo(Receipt.DONE);
        assertThat(receives(gated, five)).isEqualTo(Receipt.DONE);
        assertThat(numbers()).containsExactlyInAnyOrder("4.0", "5.0");
    }

    @Test
    void a_message_waits_for_a_later_one_of_its_key_that_is_handled_now_and_is_dropped_then() throws Exception {
        assertThat(whileHandled(number(2, 0), number(1, 0))).as("a new key").isEqualTo(Receipt.OUTDATED);
        assertThat(whileHandled(number(4, 0), number(3, 0))).as("a known key").isEqualTo(Receipt.OUTDATED);
        assertThat(whileHandled(number(5, 0), number(6, 0))).as("a later one").isEqualTo(Receipt.DONE);
    }

    /** Delivers a message while another one is being handled, and not before that one is at work. */
    private Receipt whileHandled(Message first, Message second) throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        CompletableFuture<Receipt> one = aside(() -> gated.receive(first, () -> {
            working.countDown();
            finish.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        }));
        assertThat(working.await(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Receipt> other = aside(() -> receives(gated, second));
        assertThatThrownBy(() -> other.get(WAITS_MILLIS, TimeUnit.MILLISECONDS))
                .as("%s waits for %s", second, first)
                .isInstanceOf(TimeoutException.class);
        finish.countDown();
        assertThat(result(one)).isEqualTo(Receipt.DONE);
        return result(other);
    }

    @Test
    void of_deliveries_of_a_key_at_the_same_time_the_effects_are_in_ascending_order_and_the_last_one_is_there() {
        for (int round = 0; round < ROUNDS; round++) {
            MessageKey key = new MessageKey("order", "round " + round);
            List<Long> handled = Collections.synchronizedList(new ArrayList<>());
            List<Callable<Receipt>> deliveries = new ArrayList<>();
            for (long version : List.of(2L, 4L, 1L, 3L)) {
                Message message = message(key, version, 0);
                // Within the transaction that holds the gate, so the list is in the order of the commits.
                deliveries.add(() -> gated.receive(message, () -> {
                    handled.add(version);
                    LockSupport.parkNanos(WORKS_NANOS);
                }));
            }

            assertThat(Race.run(deliveries)).allSatisfy(finish -> {
                assertThat(finish.failure()).isNull();
                assertThat(finish.value()).isIn(Receipt.DONE, Receipt.OUTDATED);
            });
            assertThat(handled).isSorted().doesNotHaveDuplicates().endsWith(4L);
        }
    }

    @Test
    void a_message_costs_one_statement_and_with_the_gate_two_when_its_key_is_known() throws SQLException {
        assertThat(statements(inbox, message(new MessageKey("order", "x"), 1, 0)))
                .isEqualTo(1);
        statements(gated, number(1, 0));
        assertThat(statements(gated, number(2, 0))).isEqualTo(2);
        assertThat(statements(gated, message(new MessageKey("order", "new"), 1, 0)))
                .isEqualTo(3);
    }

    private int statements(Handling handling, Message message) {
        watched.forget();
        handling.receive(message, () -> {});
        return watched.statements().size();
    }
}
