package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwaitQuietTest {
    private final Context one = Context.on(TestDatabase.H2);
    private final Context two = Context.on(TestDatabase.H2);
    private final Relays relays = new Relays();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void closeRelays() {
        release.countDown();
        relays.close();
    }

    @Test
    void quiet_means_that_no_handler_will_publish_any_more_though_each_publishes_into_the_other_outbox()
            throws Exception {
        AtomicInteger hops = new AtomicInteger();
        OutboxRelay first = relays.start(one, relays.broker(1, message -> passOn(message, two, hops)), Context.FAST);
        OutboxRelay second = relays.start(two, relays.broker(1, message -> passOn(message, one, hops)), Context.FAST);

        for (int round = 1; round <= 20; round++) {
            one.publish("ball", "12");
            assertThat(OutboxRelay.awaitQuiet(List.of(first, second), Duration.ofSeconds(180)))
                    .isTrue();
            assertThat(hops).as("handled when it was called quiet").hasValue(round * 13);
        }
    }

    private static void passOn(Message message, Context to, AtomicInteger hops) {
        int left = Integer.parseInt(Context.note(message));
        if (left > 0) {
            to.publish("ball", "" + (left - 1));
        }
        hops.incrementAndGet();
    }

    @Test
    void what_does_not_come_to_rest_in_time_is_not_called_quiet() throws Exception {
        OutboxRelay relay = relays.start(one, relays.broker(1, message -> release.await()), Context.FAST);
        one.publish("a", "1");

        assertThat(OutboxRelay.awaitQuiet(List.of(relay), Duration.ofMillis(100)))
                .isFalse();
        assertThat(relay.awaitDrained(Duration.ZERO)).isFalse();
    }
}
