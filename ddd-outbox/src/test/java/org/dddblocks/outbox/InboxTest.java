package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.RolledBackException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class InboxTest {
    private final Context context;

    InboxTest(TestDatabase kind) {
        context = Context.on(kind);
    }

    @Test
    void a_message_that_comes_twice_has_its_effect_once() throws Exception {
        Message message = context.publish("1", "once");

        assertThat(context.inbox.once(message, () -> context.effect(message))).isTrue();
        assertThat(context.inbox.once(message, () -> context.effect(message))).isFalse();

        assertThat(context.count("effect")).isEqualTo(1);
    }

    @Test
    void two_consumers_of_one_database_each_handle_a_message_once() throws Exception {
        Message message = context.publish("1", "both");

        assertThat(context.inbox.once(message, () -> context.effect(message))).isTrue();
        assertThat(Inbox.on(context.database, "writer").once(message, () -> context.effect(message)))
                .isTrue();

        assertThat(context.count("effect")).isEqualTo(2);
    }

    @Test
    void a_failing_effect_leaves_no_mark_and_the_next_delivery_tries_again() throws Exception {
        Message message = context.publish("1", "again");

        assertThatThrownBy(() -> context.inbox.once(message, () -> {
                    context.effect(message);
                    throw new IllegalStateException("not now");
                }))
                .hasMessage("not now");

        assertThat(context.count("effect") + context.count("ddd_inbox")).isZero();
        assertThat(context.inbox.once(message, () -> context.effect(message))).isTrue();
    }

    @Test
    void a_caller_who_swallows_a_failed_effect_cannot_commit_the_mark() throws Exception {
        Message message = context.publish("1", "swallowed");

        assertThatThrownBy(() -> context.database.transactions().run(() -> swallowing(message)))
                .isInstanceOf(RolledBackException.class);

        assertThat(context.inbox.once(message, () -> context.effect(message))).isTrue();
    }

    @Test
    void on_a_caller_s_own_connection_a_swallowed_failure_takes_mark_and_effect_back() throws Exception {
        Message message = context.publish("1", "adopted");
        try (Connection callers = context.dataSource.getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = context.database.transactions().adopt(callers)) {
                swallowing(message);
                callers.commit();
                assertThatThrownBy(adopted::committed).isInstanceOf(IllegalStateException.class);
            }
        }

        assertThat(context.count("effect") + context.count("ddd_inbox")).isZero();
    }

    private void swallowing(Message message) {
        try {
            context.inbox.once(message, () -> {
                context.effect(message);
                throw new IllegalStateException("not now");
            });
        } catch (IllegalStateException | SQLException swallowed) {
            assertThat(swallowed).hasMessage("not now");
        }
    }

    @Test
    void a_duplicate_leaves_the_caller_s_transaction_usable() throws Exception {
        Message message = context.publish("1", "first");
        Message other = context.publish("1", "second");
        context.inbox.once(message, () -> context.effect(message));

        context.database.transactions().<Exception>run(() -> {
            assertThat(context.inbox.once(message, () -> context.effect(message)))
                    .isFalse();
            assertThat(context.inbox.once(other, () -> context.effect(other))).isTrue();
        });

        assertThat(context.column("select note from effect")).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void a_delivery_that_comes_while_another_works_waits_and_skips() throws Exception {
        Message message = context.publish("1", "racing");
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        // A thread each: the common pool of a machine with two cores has one, and there the second would not even
        // begin.
        Executor aside = work -> new Thread(work).start();
        CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(
                () -> context.inbox.once(message, () -> {
                    working.countDown();
                    await(finish);
                }),
                aside);
        await(working);
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(
                () -> context.inbox.once(message, () -> {
                    throw new AssertionError("the effect happened twice");
                }),
                aside);

        assertThatThrownBy(() -> second.get(300, TimeUnit.MILLISECONDS))
                .as("waits for the first")
                .isInstanceOf(TimeoutException.class);
        finish.countDown();

        assertThat(first.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.get(60, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void racing_duplicates_have_exactly_one_effect_in_150_rounds() throws Exception {
        int racers = 4;
        ExecutorService pool = Executors.newFixedThreadPool(racers);
        try {
            CyclicBarrier start = new CyclicBarrier(racers);
            for (int round = 0; round < 150; round++) {
                Message message = context.publish("" + round % 3, "n" + round);
                boolean firstFails = round % 5 == 0;
                List<Future<Boolean>> results = new ArrayList<>();
                for (int racer = 0; racer < racers; racer++) {
                    boolean fails = firstFails && racer == 0;
                    results.add(pool.submit(() -> {
                        start.await(120, TimeUnit.SECONDS);
                        return delivered(message, fails);
                    }));
                }
                int done = 0;
                for (Future<Boolean> result : results) {
                    done += result.get(120, TimeUnit.SECONDS) ? 1 : 0;
                }
                assertThat(done).as("round " + round).isEqualTo(1);
            }
        } finally {
            pool.shutdown();
        }

        assertThat(context.count("effect")).isEqualTo(150);
        assertThat(context.column("select message_id from effect group by message_id having count(*) > 1"))
                .isEmpty();
    }

    private boolean delivered(Message message, boolean fails) throws Exception {
        try {
            return context.inbox.once(message, () -> {
                context.effect(message);
                if (fails) {
                    throw new IllegalStateException("this racer fails");
                }
            });
        } catch (IllegalStateException expected) {
            return false;
        }
    }

    @Test
    void work_knows_that_the_message_caused_it() {
        Message first = context.publish("1", "no correlation yet");
        Message later = CurrentMetadata.callWith(
                new EventMetadata("order-1", "x", "ann", "acme", "00-trace"), () -> context.publish("1", "correlated"));
        AtomicReference<EventMetadata> seen = new AtomicReference<>();

        context.inbox.once(first, () -> seen.set(CurrentMetadata.get()));
        String id = first.id().toString();
        assertThat(seen.get()).isEqualTo(new EventMetadata(id, id, null, null, null));

        context.inbox.once(later, () -> seen.set(CurrentMetadata.get()));
        assertThat(seen.get())
                .isEqualTo(new EventMetadata("order-1", later.id().toString(), "ann", "acme", "00-trace"));
        assertThat(CurrentMetadata.get()).isEqualTo(EventMetadata.NONE);
    }

    @Test
    void a_blank_consumer_is_refused() {
        assertThatThrownBy(() -> Inbox.on(context.database, " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("consumer", "\" \"", "1 to 255", "inventory");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
