package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class RelayCrashTest {
    private static final Duration LONG = Duration.ofSeconds(120);

    private final DataSource server;
    private final Context context;
    private final Relays relays = new Relays();
    private final AtomicInteger deliveries = new AtomicInteger();

    RelayCrashTest(TestDatabase kind) {
        server = kind.fresh();
        context = Context.over(server);
    }

    @AfterEach
    void closeRelays() {
        relays.close();
    }

    @Test
    void a_relay_that_dies_between_send_and_delete_is_replaced_and_the_inbox_skips_what_comes_again() throws Exception {
        WatchedDataSource node = new WatchedDataSource(server);
        Context dying = Context.node(node);
        node.dieAt(sql -> sql.contains("delete from ddd_outbox "));
        publish(30);
        relays.start(dying, relays.broker(2, this::once), Context.FAST);
        await().atMost(LONG).until(node::dead);
        await().atMost(LONG).until(() -> context.count("effect") >= 1);
        assertThat(context.outbox.pending()).as("nothing was deleted").isEqualTo(30);

        OutboxRelay successor = relays.start(context, relays.broker(2, this::once), Context.FAST);

        assertThat(successor.awaitDrained(LONG)).isTrue();
        assertThat(deliveries.get()).as("some came again").isGreaterThan(30);
        assertEachEffectOnceAndInOrder(30);
    }

    @Test
    void a_relay_that_loses_its_connection_at_any_statement_delivers_everything_once_it_is_back() throws Exception {
        for (String broken : List.of("update ddd_outbox_node", "select o.", "delete from ddd_outbox ", "commit")) {
            WatchedDataSource node = new WatchedDataSource(server);
            Context flaky = Context.node(node);
            context.execute("delete from effect");
            publish(10);
            AtomicInteger failures = new AtomicInteger();
            node.breakAt(sql -> sql.contains(broken) && failures.incrementAndGet() <= 3);

            OutboxRelay relay = relays.start(flaky, relays.broker(2, this::once), Context.FAST);

            await(broken).atMost(LONG).until(() -> failures.get() >= 3 && context.outbox.pending() == 0);
            assertEachEffectOnceAndInOrder(10);
            relay.close();
        }
    }

    @Test
    void the_second_relay_waits_while_the_first_works_and_takes_over_when_it_dies() throws Exception {
        WatchedDataSource node = new WatchedDataSource(server);
        Context first = Context.node(node);
        List<String> byFirst = new CopyOnWriteArrayList<>();
        List<String> bySecond = new CopyOnWriteArrayList<>();
        relays.start(first, relays.broker(2, message -> byFirst.add(Context.note(message))), Context.FAST);
        publish(5);
        await().atMost(LONG).until(() -> byFirst.size() == 5 && context.outbox.pending() == 0);
        node.dieAt(sql -> true);
        OutboxRelay second =
                relays.start(context, relays.broker(2, message -> bySecond.add(Context.note(message))), Context.FAST);
        publish(5);

        assertThat(second.awaitDrained(LONG)).isTrue();
        assertThat(bySecond).hasSize(5);
    }

    private void publish(int messages) {
        for (int i = 0; i < messages; i++) {
            context.publish("k" + i % 3, "n" + i);
        }
    }

    private void once(Message message) throws Exception {
        deliveries.incrementAndGet();
        context.inbox.once(message, () -> context.effect(message));
    }

    private void assertEachEffectOnceAndInOrder(int messages) {
        List<String> notes = context.column("select note from effect");
        assertThat(notes).hasSize(messages).doesNotHaveDuplicates();
        for (int key = 0; key < 3; key++) {
            List<String> expected = new ArrayList<>();
            for (int i = key; i < messages; i += 3) {
                expected.add("n" + i);
            }
            assertThat(notes).containsSubsequence(expected);
        }
    }
}
