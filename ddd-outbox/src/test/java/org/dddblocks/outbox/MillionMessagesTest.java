package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.dddblocks.testservers.MariaDbServer;
import org.dddblocks.testservers.NodeProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A relay whose process has 64 MiB begins while a million messages wait. */
@Tag("services")
class MillionMessagesTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int KEYS = 1000;
    private static final int ENOUGH = 100_000;

    @Test
    void on_postgresql_a_small_process_sends_of_a_million_messages_in_order() throws Exception {
        sends(RelayNodesTest.postgres(), "generate_series(1, 999) as more (n)", "gen_random_uuid()");
    }

    @Test
    void on_mariadb_a_small_process_sends_of_a_million_messages_in_order() throws Exception {
        sends(MariaDbServer.freshDatabase(), "(select seq as n from seq_1_to_999) as more", "uuid()");
    }

    @Test
    void messages_of_which_a_page_does_not_fit_into_the_process_are_sent_a_few_at_a_time() throws Exception {
        String url = RelayNodesTest.postgres();
        Context context = Context.over(TestDataSource.url(url));
        for (int key = 0; key < 100; key++) {
            context.publish("k" + key, "x".repeat(400_000));
        }
        try (NodeProcess node = SendingNode.start(url, "small", 10_000, "swallow")) {
            await().atMost(LONG).until(() -> context.outbox.pending() == 0);
            assertThat(node.lines()).noneMatch(line -> line.contains("inverted"));
        }
    }

    private static void sends(String url, String more, String id) throws Exception {
        Context context = Context.over(TestDataSource.url(url));
        context.database.transactions().run(() -> {
            for (int key = 0; key < KEYS; key++) {
                context.publishHere("k" + key, "x".repeat(200));
            }
        });
        String same = OutboxSql.COLUMNS.replaceFirst("^id, ", "").replace("keyversion, ", "");
        context.execute("insert into ddd_outbox (id, keyversion, " + same + ") select " + id + ", 1 + more.n, " + same
                + " from ddd_outbox, " + more + " order by more.n");
        assertThat(context.count("ddd_outbox")).isEqualTo(1_000_000);

        try (NodeProcess node = SendingNode.start(url, "small", 10_000, "swallow")) {
            await().atMost(LONG).untilAsserted(() -> assertThat(node.lines()).contains("node: swallowed " + ENOUGH));
            assertThat(node.lines()).noneMatch(line -> line.contains("inverted") || line.contains("OutOfMemory"));
        }
        assertThat(context.count("ddd_outbox")).isLessThan(1_000_000);
    }
}
