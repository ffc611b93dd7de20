package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class RelayCostTest {
    private static final Duration LONG = Duration.ofSeconds(240);

    private final Context context;
    private final WatchedDataSource node;
    private final Context relaying;
    private final Relays relays = new Relays();
    private final AtomicInteger delivered = new AtomicInteger();

    RelayCostTest(TestDatabase kind) {
        DataSource server = kind.fresh();
        context = Context.over(server);
        node = new WatchedDataSource(server);
        relaying = Context.node(node);
    }

    @AfterEach
    void closeRelays() {
        relays.close();
    }

    @Test
    void ten_thousand_messages_take_few_statements_and_one_connection() throws Exception {
        for (int i = 0; i < 100; i++) {
            int hundred = i;
            context.database.transactions().run(() -> {
                for (int key = 0; key < 100; key++) {
                    context.publishHere("k" + key, "n" + hundred);
                }
            });
        }
        node.statements.clear();
        relays.start(
                relaying,
                relays.broker(2, message -> delivered.incrementAndGet()),
                OutboxConfig.builder().build());

        await().atMost(LONG).until(() -> context.count("ddd_outbox") == 0);

        assertThat(delivered).hasValueGreaterThanOrEqualTo(10_000);
        List<String> sent = List.copyOf(node.statements);
        assertThat(sent).hasSizeLessThan(10_000 / 10);
        assertThat(sent.stream()
                        .filter(sql -> sql.contains("delete from ddd_outbox "))
                        .count())
                .isLessThan(10_000 / 25);
        assertThat(node.mostOpen).hasValue(1);
    }

    @Test
    void an_idle_relay_only_looks_and_holds_no_connection() throws Exception {
        OutboxConfig rare = OutboxConfig.builder()
                .pollEvery(Duration.ofMillis(20))
                .pollIdleEvery(Duration.ofMillis(20))
                .build();
        relays.start(relaying, relays.broker(1, message -> delivered.incrementAndGet()), rare);
        await().atMost(LONG).until(() -> node.open.get() == 0 && looks() > 2);
        node.statements.clear();

        await().atMost(LONG).until(() -> looks() >= 10);

        assertThat(List.copyOf(node.statements))
                .allMatch(sql -> isLook(sql) || sql.startsWith("update ddd_outbox_node ") || sql.equals("commit"));
        assertThat(node.mostOpen).hasValue(1);
    }

    private long looks() {
        return node.statements.stream().filter(RelayCostTest::isLook).count();
    }

    private static boolean isLook(String sql) {
        return sql.startsWith("select (select count(*)") && sql.contains(" as due");
    }

    @Test
    void a_message_of_the_relay_s_own_process_does_not_wait_for_the_poll() throws Exception {
        OutboxConfig rarely =
                OutboxConfig.builder().pollEvery(Duration.ofHours(1)).build();
        OutboxRelay relay = relays.start(relaying, relays.broker(1, message -> delivered.incrementAndGet()), rarely);
        relaying.publish("a", "first");
        assertThat(relay.awaitDrained(LONG)).isTrue();

        relaying.publish("a", "second");

        assertThat(relay.awaitDrained(LONG)).isTrue();
        assertThat(delivered).hasValue(2);
    }

    @Test
    void a_message_of_another_process_is_found_by_polling() throws Exception {
        OutboxRelay relay =
                relays.start(relaying, relays.broker(1, message -> delivered.incrementAndGet()), Context.FAST);
        await().atMost(LONG).until(() -> node.statements.size() > 5);

        context.publish("a", "without a wake-up: another Database");

        assertThat(relay.awaitDrained(LONG)).isTrue();
    }
}
