package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.ParkedMessage;
import org.dddblocks.outbox.ParkedMessages;
import org.dddblocks.outbox.Receipt;
import org.dddblocks.persistence.Database;
import org.dddblocks.testkit.WatchedDataSource.Moment;
import org.junit.jupiter.api.Test;

/** What an inbox promises about messages that kill its process: after some starts they are put aside. */
abstract class ParkingPromises extends GatePromises {
    private static final int STARTS = 3;

    ParkingPromises() {}

    private Handling parking() {
        return openParking(database, "inventory", STARTS);
    }

    private ParkedMessages parked() {
        return Inbox.on(database, "inventory").parked();
    }

    /** Begins the work in another process, which dies at it: its connections break, its objects are dropped. */
    private void killed(Message message) {
        WatchedDataSource dying = elsewhere();
        Handling node = openParking(Database.over(dying), "inventory", STARTS);
        assertThatThrownBy(() -> node.receive(message, () -> die(dying))).hasMessage("killed");
    }

    private static void die(WatchedDataSource process) {
        process.breakAt(1, Moment.BEFORE);
        throw new IllegalStateException("killed");
    }

    private void killedTooOften(Message message) {
        for (int start = 0; start < STARTS; start++) {
            killed(message);
        }
        assertThat(parking().receive(message, () -> die(watched))).isEqualTo(Receipt.PARKED);
    }

    @Test
    void a_message_whose_process_died_at_each_start_is_parked_whole_and_others_go_on() throws SQLException {
        Message poison = message(KEY, 1, 0);
        killedTooOften(poison);

        assertThat(parking().receive(poison, () -> die(watched))).isEqualTo(Receipt.PARKED);
        List<ParkedMessage> listed = parked().list(10);
        assertThat(listed).extracting(ParkedMessage::message).containsExactly(poison);
        assertThat(listed).extracting(ParkedMessage::starts).containsExactly((long) STARTS);
        assertThat(parking().<SQLException>receive(message(KEY, 2, 0), () -> effect("next")))
                .isEqualTo(Receipt.DONE);
        assertThat(effects()).containsExactly("next");
        assertThat(Inbox.on(database, "delivery").parked().list(10)).isEmpty();
    }

    @Test
    void a_message_that_died_with_others_and_is_handled_then_is_not_parked() {
        Message innocent = message(KEY, 1, 0);
        killed(innocent);
        killed(innocent);

        assertThat(parking().receive(innocent, () -> {})).isEqualTo(Receipt.DONE);
        killed(message(KEY, 2, 0));
        assertThat(parked().list(10)).isEmpty();
        assertThat(parking().receive(innocent, () -> {})).isEqualTo(Receipt.REPEATED);
        assertThat(column("select starts from ddd_inbox_start"))
                .as("of the other one")
                .containsExactly("1");
    }

    @Test
    void work_that_fails_has_ended_and_counts_for_nothing() {
        Message message = message();
        Handling parking = parking();
        for (int delivery = 0; delivery < 3 * STARTS; delivery++) {
            Throwable failure = delivery % 2 == 0 ? new IllegalStateException("no") : new StackOverflowError("no");
            assertThatThrownBy(() -> parking.receive(message, () -> throwUnchecked(failure)))
                    .hasMessage("no");
        }
        assertThat(parking.receive(message, () -> {})).isEqualTo(Receipt.DONE);
    }

    private static void throwUnchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    @Test
    void a_start_whose_end_could_not_be_noted_counts_for_nothing_while_its_process_lives() {
        Message message = message();
        Handling parking = parking();
        for (int delivery = 0; delivery < 3 * STARTS; delivery++) {
            assertThatThrownBy(() -> parking.receive(message, () -> die(watched)))
                    .hasMessage("killed");
            watched.mend();
        }
        assertThat(parking.receive(message, () -> {})).isEqualTo(Receipt.DONE);
    }

    @Test
    void a_parked_message_is_released_to_a_handler_that_can_do_it_and_stays_until_then() throws Exception {
        Message poison = message();
        killedTooOften(poison);
        Handling parking = parking();

        assertThatThrownBy(() -> parked().release(
                                poison.id(),
                                message -> parking.once(message, () -> {
                                    effect("half");
                                    throw new IllegalStateException("not yet");
                                })))
                .hasMessage("not yet");
        assertThat(parked().list(10)).hasSize(1);
        assertThat(parking.receive(poison, () -> die(watched))).isEqualTo(Receipt.PARKED);

        assertThat(parked().release(poison.id(), message -> parking.once(message, () -> effect("done"))))
                .isEqualTo(Receipt.DONE);
        assertThat(parked().list(10)).isEmpty();
        assertThat(effects()).containsExactly("done");
        assertThat(parking.receive(poison, () -> die(watched))).isEqualTo(Receipt.REPEATED);
    }

    @Test
    void a_release_that_kills_its_process_leaves_the_message_in_the_list() throws Exception {
        Message poison = message();
        killedTooOften(poison);
        WatchedDataSource dying = elsewhere();
        Handling node = openParking(Database.over(dying), "inventory", STARTS);

        assertThatThrownBy(() ->
                        node.inbox().parked().release(poison.id(), message -> node.once(message, () -> die(dying))))
                .isInstanceOf(RuntimeException.class);

        assertThat(parked().list(10)).hasSize(1);
        assertThat(parked().release(poison.id(), message -> effectInTransaction("by a handler without an inbox")))
                .isEqualTo(Receipt.DONE);
        assertThat(parked().list(10)).isEmpty();
        assertThat(parking().receive(poison, () -> die(watched))).isEqualTo(Receipt.REPEATED);
    }

    private void effectInTransaction(String what) throws SQLException {
        database.transactions().<SQLException>run(() -> effect(what));
    }

    @Test
    void a_released_message_that_is_not_the_newest_of_its_key_is_dropped_by_the_gate_and_that_is_told()
            throws Exception {
        Message poison = message(KEY, 1, 0);
        killedTooOften(poison);
        gated.once(message(KEY, 2, 0), () -> {});

        assertThat(parked().release(poison.id(), message -> gated.once(message, () -> effect("late"))))
                .isEqualTo(Receipt.OUTDATED);
        assertThat(effects()).isEmpty();
        assertThat(parked().list(10)).isEmpty();
    }

    @Test
    void a_discarded_message_is_gone_and_who_did_it_and_why_is_kept() {
        Message poison = message();
        killedTooOften(poison);
        assertThatThrownBy(() -> parked().discard(poison.id(), " ", "duplicate order"))
                .isInstanceOf(IllegalArgumentException.class);

        parked().discard(poison.id(), "ann", "duplicate order");

        assertThat(parked().list(10)).isEmpty();
        assertThat(parking().receive(poison, () -> die(watched))).isEqualTo(Receipt.REPEATED);
        assertThat(column("select note from ddd_inbox where outcome = 'DISCARDED'"))
                .containsExactly("ann: duplicate order");
        assertThatThrownBy(() -> parked().discard(poison.id(), "ann", "again"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining(poison.id().toString());
    }

    @Test
    void suspects_are_handled_one_at_a_time_and_others_beside_them() throws Exception {
        Message one = message(new MessageKey("order", "one"), 1, 0);
        Message other = message(new MessageKey("order", "other"), 1, 0);
        killed(one);
        killed(other);
        Handling parking = parking();
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        CompletableFuture<Receipt> first = aside(() -> parking.receive(one, () -> {
            working.countDown();
            finish.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        }));
        assertThat(working.await(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Receipt> second = aside(() -> parking.receive(other, () -> {}));

        Message healthy = message(new MessageKey("order", "healthy"), 1, 0);
        assertThat(result(aside(() -> parking.receive(healthy, () -> {})))).isEqualTo(Receipt.DONE);
        assertThatThrownBy(() -> second.get(WAITS_MILLIS, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        finish.countDown();

        assertThat(result(first)).isEqualTo(Receipt.DONE);
        assertThat(result(second)).isEqualTo(Receipt.DONE);
    }

    @Test
    void inside_a_transaction_no_start_could_be_kept_so_it_is_refused() {
        assertThatThrownBy(() -> database.transactions().run(() -> parking().receive(message(), () -> {})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("parkingAfter", "outside of transactions.run");
        assertThatThrownBy(() -> openParking(database, "inventory", 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2", "3 to 1000");
    }

    @Test
    void counting_a_start_costs_a_commit_and_few_statements() {
        Handling parking = parking();
        watched.forget();
        parking.receive(message(), () -> {});

        assertThat(watched.statements()).hasSizeBetween(3, 4); // embedded, the clock is a statement of its own
        assertThat(column("select count(*) from ddd_inbox_start")).containsExactly("0");
    }
}
