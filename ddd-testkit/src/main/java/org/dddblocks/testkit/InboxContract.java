package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.Message;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.Database;
import org.dddblocks.testkit.WatchedDataSource.Moment;
import org.junit.jupiter.api.Test;

/**
 * What an {@link Inbox} promises: the effect of a message happens once, in the effect's own transaction.
 *
 * <pre>{@code
 * class H2InboxContractTest extends InboxContract implements OnH2 {}
 * }</pre>
 */
public abstract class InboxContract extends RetentionPromises {
    private static final int ROUNDS = 30;
    private static final long COMES_NANOS = 1_000_000;

    /** For subclasses. */
    protected InboxContract() {}

    @Test
    void the_first_delivery_has_its_effect_and_the_second_has_none() throws SQLException {
        Message message = message();

        assertThat(inbox.once(message, () -> effect("a"))).isTrue();
        assertThat(inbox.once(message, () -> effect("b"))).isFalse();
        assertThat(inbox.once(message(), () -> effect("c"))).isTrue();

        assertThat(effects()).containsExactlyInAnyOrder("a", "c");
    }

    @Test
    void another_instance_and_another_process_know_what_was_handled() throws SQLException {
        Message message = message();
        inbox.once(message, () -> effect("a"));

        Handling reopened = open(Database.over(watched), "inventory");
        assertThat(reopened.<SQLException>once(message, () -> effect("b"))).isFalse();
    }

    @Test
    void each_consumer_of_one_database_handles_a_message_once() throws SQLException {
        Message message = message();
        Handling other = open(database, "delivery");

        inbox.once(message, () -> effect("inventory"));
        other.<SQLException>once(message, () -> effect("delivery"));
        other.<SQLException>once(message, () -> effect("delivery again"));

        assertThat(effects()).containsExactlyInAnyOrder("inventory", "delivery");
    }

    @Test
    void an_effect_that_fails_leaves_no_trace_and_the_next_delivery_tries_again() throws SQLException {
        Message message = message();

        assertThatThrownBy(() -> inbox.once(message, () -> {
                    effect("half");
                    throw new IllegalStateException("no stock");
                }))
                .hasMessage("no stock");
        assertThat(effects()).isEmpty();

        assertThat(inbox.once(message, () -> effect("whole"))).isTrue();
        assertThat(effects()).containsExactly("whole");
    }

    @Test
    void a_joined_transaction_that_is_rolled_back_later_takes_effect_and_mark_back() throws SQLException {
        Message message = message();

        assertThatThrownBy(() -> database.transactions().run(() -> {
                    inbox.once(message, () -> effect("a"));
                    throw new IllegalStateException("later");
                }))
                .hasMessage("later");
        assertThat(effects()).isEmpty();

        assertThat(inbox.once(message, () -> effect("b"))).isTrue();
        assertThat(effects()).containsExactly("b");
    }

    @Test
    void two_deliveries_at_the_same_time_have_one_effect() {
        for (int round = 0; round < ROUNDS; round++) {
            Message message = message();
            String what = "round " + round;
            Callable<Boolean> delivery = () -> inbox.once(message, () -> effect(what));

            List<Race.Finish<Boolean>> finishes = Race.run(List.of(delivery, delivery, delivery));

            assertThat(finishes).extracting(Race.Finish::failure).containsOnlyNulls();
            assertThat(finishes).extracting(Race.Finish::value).containsOnlyOnce(true);
        }
        assertThat(effects()).hasSize(ROUNDS).doesNotHaveDuplicates();
    }

    @Test
    void a_delivery_that_waited_for_one_that_failed_does_the_work() {
        for (int round = 0; round < ROUNDS; round++) {
            Message message = message();
            String what = "round " + round;
            CountDownLatch second = new CountDownLatch(round % 2); // every other time both come at once
            Callable<Boolean> fails = () -> inbox.once(message, () -> {
                effect("never");
                second.countDown();
                LockSupport.parkNanos(COMES_NANOS);
                throw new IllegalStateException("no");
            });
            Race.run(List.of(fails, () -> {
                second.await(LONGEST_SECONDS, TimeUnit.SECONDS);
                return inbox.once(message, () -> effect(what));
            }));
        }
        assertThat(effects()).hasSize(ROUNDS).doesNotContain("never");
    }

    @Test
    void a_crash_at_any_call_and_a_redelivery_have_the_effect_once() throws SQLException {
        crashAtAnyCall(() -> inbox);
        begin();
        crashAtAnyCall(() -> gated);
        begin();
        crashAtAnyCall(() -> openParking(database, "inventory", 5));
    }

    private void crashAtAnyCall(Supplier<Handling> opened) throws SQLException {
        int calls = countCalls(opened.get());
        for (Moment moment : Moment.values()) {
            for (int k = 1; k <= calls; k++) {
                begin();
                Message message = message();
                watched.breakAt(k, moment);
                boolean told = handles(opened.get(), message);
                assertThat(watched.isBroken()).as("call %d was made", k).isTrue();
                watched.mend();
                if (told) {
                    assertThat(effects()).containsExactly("effect");
                }

                assertThat(handles(opened.get(), message)).isTrue();
                assertThat(effects())
                        .as("crash %s call %d of %d", moment, k, calls)
                        .containsExactly("effect");
            }
        }
    }

    private int countCalls(Handling handling) {
        watched.forget();
        assertThat(handles(handling, message())).isTrue();
        return watched.calls().size();
    }

    /** Whether the message may be acknowledged: it was handled now or before. */
    private boolean handles(Handling handling, Message message) {
        try {
            handling.once(message, () -> effect("effect"));
            return true;
        } catch (RuntimeException | SQLException e) {
            return false;
        }
    }

    @Test
    void the_work_knows_which_message_caused_it() {
        Message first = message(EventMetadata.NONE.withActor("ann").withTenant("shop"));
        List<EventMetadata> seen = new ArrayList<>();
        inbox.once(first, () -> seen.add(CurrentMetadata.get()));
        String id = first.id().toString();
        assertThat(seen).containsExactly(new EventMetadata(id, id, "ann", "shop", null));

        Message second = message(EventMetadata.NONE.withCorrelationId("process").withCausationId("before"));
        inbox.once(second, () -> seen.add(CurrentMetadata.get()));
        assertThat(seen.get(1).correlationId()).isEqualTo("process");
        assertThat(seen.get(1).causationId()).isEqualTo(second.id().toString());
        assertThat(CurrentMetadata.get()).isEqualTo(EventMetadata.NONE);
    }
}
