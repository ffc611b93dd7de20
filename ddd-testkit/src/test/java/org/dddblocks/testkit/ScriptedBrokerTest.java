package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.dddblocks.outbox.BrokerUnavailableException;
import org.dddblocks.outbox.Message;
import org.junit.jupiter.api.Test;

class ScriptedBrokerTest {
    private final ScriptedBroker broker = new ScriptedBroker();
    private final Message first = BrokerUnderTest.message("a", 1);
    private final Message second = BrokerUnderTest.message("a", 2);
    private final Message third = BrokerUnderTest.message("a", 3);

    private CompletableFuture<Void> send(Message message) {
        return broker.send(message).toCompletableFuture();
    }

    private static Throwable failure(CompletableFuture<Void> send) {
        assertThat(send).isCompletedExceptionally();
        try {
            send.get();
            throw new AssertionError("The send succeeded.");
        } catch (ExecutionException failed) {
            return failed.getCause();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void each_send_meets_the_fault_that_the_script_names_for_it() {
        broker.next(
                BrokerFault.NACK,
                BrokerFault.RETURN,
                BrokerFault.NONE,
                BrokerFault.DUPLICATE,
                BrokerFault.STORED_BUT_TIMED_OUT);

        assertThat(failure(send(first)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("refused");
        assertThat(failure(send(first)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("returned");
        assertThat(broker.stored()).isEmpty();
        assertThat(send(first)).isCompleted();
        assertThat(send(second)).isCompleted();
        assertThat(failure(send(third))).isInstanceOf(TimeoutException.class);
        assertThat(send(third)).isCompleted();

        assertThat(broker.stored()).containsExactly(first, second, second, third, third);
        assertThat(broker.firstStored()).containsExactly(first, second, third);
        assertThat(broker.attempts()).containsExactly(first, first, first, second, third, third);
    }

    @Test
    void a_rule_is_for_its_messages_and_as_often_as_it_says() {
        broker.times(2, message -> message.equals(second), BrokerFault.NACK)
                .always(message -> message.equals(third), BrokerFault.NACK);

        assertThat(send(first)).isCompleted();
        assertThat(send(second)).isCompletedExceptionally();
        assertThat(send(second)).isCompletedExceptionally();
        assertThat(send(second)).isCompleted();
        for (int i = 0; i < 5; i++) {
            assertThat(send(third)).isCompletedExceptionally();
        }
        broker.heal();
        assertThat(send(third)).isCompleted();
        assertThatThrownBy(() -> broker.times(0, message -> true, BrokerFault.NACK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("NACK", "0", "at least 1");
    }

    @Test
    void a_reordered_message_is_stored_behind_the_next_one_and_is_not_lost() {
        broker.next(BrokerFault.REORDER, BrokerFault.NONE, BrokerFault.REORDER);
        send(first);
        assertThat(broker.stored()).isEmpty();
        send(second);
        send(third);
        assertThat(broker.stored()).containsExactly(second, first);
        broker.heal();
        assertThat(broker.stored()).containsExactly(second, first, third);
    }

    @Test
    void a_hanging_send_is_answered_when_asked_and_fails_when_the_connection_does() {
        broker.always(message -> message.equals(first), BrokerFault.HANG);
        CompletableFuture<Void> hanging = send(first);
        assertThat(hanging).isNotDone();
        assertThat(broker.unanswered()).isEqualTo(1);
        assertThat(broker.answerHanging()).isEqualTo(1);
        assertThat(hanging).isCompleted();
        assertThat(broker.stored()).containsExactly(first);

        broker.next(BrokerFault.CONNECTION_LOST, BrokerFault.CONNECTION_LOST_BUT_STORED);
        CompletableFuture<Void> lost = send(first);
        assertThat(failure(send(second))).isInstanceOf(BrokerUnavailableException.class);
        assertThat(failure(lost)).isInstanceOf(BrokerUnavailableException.class);
        assertThat(broker.stored()).containsExactly(first);
        assertThat(failure(send(third))).isInstanceOf(BrokerUnavailableException.class);
        assertThat(broker.stored()).containsExactly(first, third);
    }

    @Test
    void a_broker_that_is_away_or_closed_fails_what_hangs_and_what_is_sent_as_unavailable() {
        broker.next(BrokerFault.HANG);
        CompletableFuture<Void> hanging = send(first);
        broker.goAway();
        assertThat(failure(hanging)).isInstanceOf(BrokerUnavailableException.class);
        assertThat(failure(send(second))).isInstanceOf(BrokerUnavailableException.class);
        broker.comeBack();
        assertThat(send(second)).isCompleted();
        broker.next(BrokerFault.HANG);
        hanging = send(third);
        broker.close();
        assertThat(failure(hanging)).isInstanceOf(BrokerUnavailableException.class);
        assertThat(failure(send(third))).isInstanceOf(BrokerUnavailableException.class);
    }

    @Test
    void a_message_whose_acknowledgement_is_lost_comes_again_before_the_next_one() {
        List<Message> handled = Collections.synchronizedList(new ArrayList<>());
        broker.loseAcknowledgements(2);
        broker.consume(handled::add);
        send(first);
        send(second);

        Awaitility.await().until(() -> handled.contains(second));
        assertThat(handled).containsExactly(first, first, first, second);
        broker.close();
    }
}
