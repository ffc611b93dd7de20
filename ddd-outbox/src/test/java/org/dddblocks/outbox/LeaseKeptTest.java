package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How a relay keeps its lease, and that it trusts its own monotonic clock no longer than that. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class LeaseKeptTest {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final WatchedDataSource node;
    private final Context context;

    LeaseKeptTest(TestDatabase kind) {
        node = new WatchedDataSource(Context.on(kind).dataSource);
        context = Context.node(node);
    }

    @Test
    void it_is_renewed_while_a_message_is_on_its_way() {
        List<Message> sent = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> answer = new CompletableFuture<>();
        OutboxConfig config = OutboxConfig.builder().lease(SHORT).build();
        Broker slow = new Broker() {
            @Override
            public CompletionStage<Void> send(Message message) {
                sent.add(message);
                return answer;
            }

            @Override
            public void close() {}
        };
        try (OutboxRelay relay = OutboxRelay.with(context.database, slow, config)) {
            relay.start();
            context.publish("k", "note");
            await().atMost(LONG).until(() -> sent.size() == 1);
            node.statements.clear();
            await().atMost(LONG).until(() -> renewals() >= 3);
            answer.complete(null);
            await().atMost(LONG).until(() -> relay.pending() == 0);
        }
    }

    private long renewals() {
        return node.statements.stream()
                .filter(sql -> sql.startsWith("update ddd_outbox_node "))
                .count();
    }

    @Test
    void one_that_is_not_renewed_is_valid_no_longer_though_nobody_took_it_over() {
        Leased leased = new Leased(new NodeTable(context.database), SHORT, OutboxMetrics.NOBODY);
        leased.claim();

        await().atMost(LONG).until(() -> !leased.valid());

        assertThat(leased.size()).as("by the database's word").isEqualTo(Buckets.COUNT);
        assertThat(leased.renew()).isTrue();
    }
}
