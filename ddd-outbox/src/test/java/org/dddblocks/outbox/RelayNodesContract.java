package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.dddblocks.testservers.NodeProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Relays are processes here: they are stopped, go on as if nothing had happened, and are killed. */
abstract class RelayNodesContract {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final long LEASE = 1000;
    private static final int KEYS = 4;
    private static final int BATCH = 100;

    private final String url;
    private final int kills;
    private final Context context;
    private final List<NodeProcess> nodes = new ArrayList<>();

    RelayNodesContract(String url, int kills) {
        this.url = url;
        this.kills = kills;
        context = Context.over(TestDataSource.url(url));
        context.execute(TableBroker.table(url));
    }

    @AfterEach
    void kill() {
        nodes.forEach(NodeProcess::close);
    }

    @Test
    void what_a_stopped_relay_held_is_sent_by_another_one_and_it_sends_only_what_was_on_its_way() throws Exception {
        NodeProcess first = start("first", "send");
        NodeProcess second = start("second", "send");
        publish(100);
        await().atMost(LONG).until(() -> delivered("first") >= 20);
        first.signal("STOP");
        assertDrained();
        long before = delivered("first");

        first.signal("CONT");
        publish(100);
        assertDrained();
        second.close();
        publish(1);
        assertDrained();

        assertFirstDeliveriesInOrder(201);
        long old = context.column("select message_id from delivered where node = 'first' and key_number <= 100")
                .size();
        assertThat(old - before).as("sent after it went on").isLessThanOrEqualTo(KEYS);
        assertThat(first.lines()).as("it noticed").anyMatch(line -> line.contains("was taken over"));
    }

    @Test
    void one_that_is_stopped_in_its_transaction_keeps_nobody_waiting_and_writes_nothing_when_it_goes_on()
            throws Exception {
        NodeProcess first = start("first", "pause");
        context.publish("bad", "refused by the first node");
        publish(1);
        await().atMost(LONG).until(() -> first.said("in its transaction"));
        first.signal("STOP");
        start("second", "send");
        assertDrained();

        first.signal("CONT");
        first.goOn();
        await().atMost(LONG).until(() -> first.said("goes on"));
        publish(20);
        assertDrained();

        assertFirstDeliveriesInOrder(21);
        assertThat(context.column("select node from delivered where message_key = 'bad'"))
                .containsExactly("second");
        assertThat(context.count("ddd_outbox_failing")).isZero();
        assertThat(context.count("ddd_outbox_dead_letter")).isZero();
    }

    @Test
    void kills_lose_and_invert_nothing_and_repeat_at_most_what_was_not_noted() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        long[] published = {0};
        Thread publisher = new Thread(() -> {
            while (!enough.get()) {
                // No faster than any machine delivers, or what waits at the end is more than can be waited for.
                if (context.outbox.pending() < 200) {
                    publish(5);
                    published[0] += 5;
                }
                await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            }
        });
        publisher.start();
        try {
            NodeProcess other = start("node 0", "send");
            for (int i = 1; i <= kills; i++) {
                NodeProcess victim = other;
                other = start("node " + i, "send");
                NodeProcess started = other;
                long so = context.count("delivered");
                await().atMost(LONG).until(() -> started.said("started") && context.count("delivered") >= so + 20);
                victim.close();
            }
        } finally {
            enough.set(true);
            publisher.join();
        }
        assertDrained();

        assertFirstDeliveriesInOrder(published[0]);
        assertThat(context.count("delivered") - KEYS * published[0])
                .as("came more than once")
                .isLessThanOrEqualTo((long) kills * (BATCH + KEYS));
    }

    private NodeProcess start(String name, String how) throws Exception {
        NodeProcess node = SendingNode.start(url, name, LEASE, how);
        nodes.add(node);
        return node;
    }

    private void publish(int messages) {
        for (int i = 0; i < messages; i++) {
            context.database.transactions().run(() -> {
                for (int key = 0; key < KEYS; key++) {
                    context.publishHere("k" + key, "note");
                }
            });
        }
    }

    private long delivered(String node) {
        return context.count("delivered where node = '" + node + "'");
    }

    private void assertDrained() {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(context.outbox.pending())
                        .as(
                                "pending; the nodes said %s",
                                nodes.stream().map(NodeProcess::lines).toList())
                        .isZero());
    }

    private void assertFirstDeliveriesInOrder(long last) {
        for (int key = 0; key < KEYS; key++) {
            Set<String> seen = new HashSet<>();
            List<Long> first =
                    context
                            .column("select key_number from delivered where message_key = 'k" + key + "' order by n")
                            .stream()
                            .filter(seen::add)
                            .map(Long::valueOf)
                            .toList();
            assertThat(first).isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
        }
    }
}
