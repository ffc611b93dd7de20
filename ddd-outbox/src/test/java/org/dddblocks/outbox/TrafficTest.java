package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** When a page may be sent without asking what lies before it. */
class TrafficTest {
    private final Context context = Context.on(TestDatabase.H2);
    private final Delivered delivered = new Delivered("counted"::equals);
    private final Sender sender = new Sender(new Silent(), "sender-of-test", () -> true, (flight, failure) -> {});
    private final Traffic traffic = traffic();

    private Traffic traffic() {
        NodeTable nodes = new NodeTable(context.database);
        Duration lease = Duration.ofMinutes(1);
        Ledger ledger = new Ledger(
                context.database, new OutboxTable(context.database), new Fenced(context.database, nodes, lease));
        QuietLog log = new QuietLog(LoggerFactory.getLogger(TrafficTest.class), System::nanoTime);
        return new Traffic(Context.FAST, new Scan(), new Leased(nodes, lease), sender, ledger, delivered, log);
    }

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void a_page_follows_directly_if_each_of_its_keys_does() {
        delivered.accepted(DeliveredTest.message("counted", "a", 1, 0));
        delivered.accepted(DeliveredTest.message("counted", "b", 4, 0));

        assertThat(traffic.followsDirectly(List.of(row("a", 2), row("b", 5), row("a", 3))))
                .isTrue();
        assertThat(traffic.followsDirectly(List.of(row("a", 2), row("b", 6)))).isFalse();
        assertThat(traffic.followsDirectly(List.of(row("a", 2), row("never seen", 1))))
                .isFalse();
    }

    @Test
    void what_is_on_its_way_or_waits_for_that_counts_as_well() {
        delivered.accepted(DeliveredTest.message("counted", "a", 1, 0));
        traffic.load(List.of(row("a", 2), row("a", 3)));

        assertThat(traffic.followsDirectly(List.of(row("a", 4)))).isTrue();
        assertThat(traffic.followsDirectly(List.of(row("a", 3))))
                .as("it has that")
                .isTrue();
        assertThat(traffic.followsDirectly(List.of(row("a", 5)))).isFalse();
        traffic.depart();
        assertThat(traffic.flying()).isTrue();
        assertThat(traffic.followsDirectly(List.of(row("a", 4)))).isTrue();
    }

    private static OutboxRow row(String key, long number) {
        return new OutboxRow(100 + number, DeliveredTest.message("counted", key, number, 0), 0, null, false);
    }

    /** Never answers. */
    private static final class Silent implements Broker {
        @Override
        public CompletionStage<Void> send(Message message) {
            return new CompletableFuture<>();
        }

        @Override
        public void close() {}
    }
}
