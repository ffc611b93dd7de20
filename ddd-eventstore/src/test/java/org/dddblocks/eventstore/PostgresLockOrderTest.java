package org.dddblocks.eventstore;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.units;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A batch of few events is a call for each of them: the calls of all nodes must lock in one order. */
class PostgresLockOrderTest {
    private static final String WAITING = "select count(*) from pg_stat_activity where datname = current_database()"
            + " and wait_event_type = 'Lock'";

    private final Shop shop = Shop.on(TestDatabase.POSTGRESQL);
    private final Threads threads = new Threads();
    private final JdbcEventStore one = node();
    private final JdbcEventStore two = node();

    private JdbcEventStore node() {
        return JdbcEventStore.on(
                shop.database, Shop.CODEC, EventStoreConfig.builder().writers(1).build());
    }

    @AfterEach
    void close() {
        threads.close();
        one.close();
        two.close();
        shop.close();
    }

    private static CompletableFuture<Appended> append(JdbcEventStore node, String stream) {
        return node.appendAsync(Append.to(order(stream), Expected.any(), List.of(units(1))))
                .toCompletableFuture();
    }

    private Future<Boolean> hold(String stream, CountDownLatch until) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        Future<Boolean> holder = threads.start(() -> shop.transactions.call(() -> {
            shop.store.lock(order(stream));
            held.countDown();
            return until.await(60, SECONDS);
        }));
        assertThat(held.await(60, SECONDS)).isTrue();
        return holder;
    }

    private void untilWaiting(int sessions) {
        Awaitility.await().atMost(60, SECONDS).until(() -> shop.ask(WAITING) == sessions);
    }

    /** Locked as they came, node two would hold "b" and wait for "a", node one hold "a" and wait for "b". */
    @Test
    void batches_of_two_nodes_with_the_same_streams_in_opposite_order_are_each_written_at_once() throws Exception {
        for (String stream : List.of("a", "b", "busy")) {
            shop.store.append(order(stream), 0, List.of(units(0)));
        }
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        List<Future<Boolean>> holders = List.of(hold("busy", busy), hold("a", first));
        append(one, "busy");
        append(two, "busy");
        untilWaiting(2);
        shop.dataSource.take();
        List<CompletableFuture<Appended>> all = Stream.of(
                        append(one, "a"), append(one, "b"), append(two, "b"), append(two, "a"))
                .toList();
        busy.countDown();
        Awaitility.await()
                .atMost(60, SECONDS)
                .until(() -> Stream.of(one, two).allMatch(node -> node.health().waiting() == 0));
        untilWaiting(2);
        first.countDown();
        for (CompletableFuture<Appended> each : all) {
            each.get(60, SECONDS);
        }
        for (Future<Boolean> holder : holders) {
            assertThat(holder.get(60, SECONDS)).isTrue();
        }

        assertThat(shop.dataSource.connections())
                .isEqualTo(2); // the victim of a deadlock would have tried again, each alone
        assertThat(List.of(shop.store.version(order("a")), shop.store.version(order("b"))))
                .containsExactly(3L, 3L);
    }
}
