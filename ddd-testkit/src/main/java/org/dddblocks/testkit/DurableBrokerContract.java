package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.BrokerUnavailableException;
import org.dddblocks.outbox.Message;
import org.junit.jupiter.api.Test;

/**
 * What a {@link Broker} promises that keeps messages by itself: they wait for a consumer, outlive one that dies, and an outage
 * is told from a refused message.
 *
 * <pre>{@code
 * class MyDurableBrokerContractTest extends DurableBrokerContract {
 *     private final ScriptedBroker broker = new ScriptedBroker();
 *
 *     @Override
 *     protected Broker connect() {
 *         return broker;
 *     }
 *
 *     @Override
 *     protected void consume(MessageHandler handler) {
 *         broker.consume(handler);
 *     }
 *
 *     @Override
 *     protected void stopConsuming() {
 *         broker.stopConsuming();
 *     }
 *
 *     @Override
 *     protected void goAway() {
 *         broker.goAway();
 *     }
 *
 *     @Override
 *     protected void comeBack() {
 *         broker.comeBack();
 *     }
 * }
 * }</pre>
 */
public abstract class DurableBrokerContract extends BrokerContract {
    private static final int OUTAGES = 3;

    /** For subclasses. */
    protected DurableBrokerContract() {}

    /** Ends the consumer as if its process had died: what it is handling was not handled. Returns when it is gone. */
    protected abstract void stopConsuming();

    /** Lets the broker be unreachable: stops it, or cuts the connections and refuses new ones. */
    protected abstract void goAway();

    /** Lets the broker be reachable again, with what it had accepted. */
    protected abstract void comeBack();

    @Test
    void accepted_messages_wait_for_a_consumer() {
        List<Message> sent = messages(3, 5);
        PatientSends.of(broker(), sent);

        consume(this::receive);

        List<Message> received = received(sent);
        assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
        assertInOrder(received);
    }

    @Test
    void what_a_consumer_that_died_had_not_finished_comes_to_the_next_one() throws InterruptedException {
        List<Message> sent = List.of(message("a", 1), message("a", 2), message("a", 3));
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch dead = new CountDownLatch(1);
        consume(message -> {
            if (message.equals(sent.get(1))) {
                working.countDown();
                dead.await(patienceSeconds(), TimeUnit.SECONDS);
                return;
            }
            receive(message);
        });
        PatientSends.of(broker(), sent);
        assertThat(working.await(patienceSeconds(), TimeUnit.SECONDS)).isTrue();

        stopConsuming();
        dead.countDown();
        consume(this::receive);

        assertInOrder(received(sent));
    }

    @Test
    void while_the_broker_is_away_sends_fail_as_unavailable_and_afterwards_they_succeed() throws Exception {
        Message first = message("a", 1);
        Message second = message("a", 2);
        sendAndWait(first);

        goAway();
        assertThatThrownBy(() -> sendAndWait(second)).isInstanceOf(BrokerUnavailableException.class);
        comeBack();

        PatientSends.of(broker(), List.of(second));
        consume(this::receive);
        assertThat(received(List.of(first, second))).containsExactly(first, second);
    }

    @Test
    void outages_under_load_lose_and_invert_nothing_that_was_accepted() throws Exception {
        consume(this::receive);
        for (int outage = 0; outage < OUTAGES; outage++) {
            List<Message> sent = messages(5, 20);
            CompletableFuture<Void> sending = aside(() -> PatientSends.of(broker(), sent));
            received(sent.subList(0, 1));
            goAway();
            comeBack();
            sending.get(patienceSeconds(), TimeUnit.SECONDS);

            List<Message> received = received(sent);
            assertInOrder(received.stream().filter(sent::contains).toList());
        }
    }

    private static CompletableFuture<Void> aside(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                        done.complete(null);
                    } catch (Throwable failure) {
                        done.completeExceptionally(failure);
                    }
                },
                "sender");
        thread.setDaemon(true);
        thread.start();
        return done;
    }
}
