package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.ConflictException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What appends outside of transactions promise that share commits. */
abstract class GroupCommitContract {
    private final Shop shop;
    private final JdbcEventStore store;
    private final Threads threads = new Threads();

    GroupCommitContract(TestDatabase database) {
        shop = Shop.on(database);
        store = shop.store;
    }

    @AfterEach
    void close() {
        threads.close();
        store.close();
        shop.close();
    }

    private CompletableFuture<Appended> async(StreamId stream, long expected, int units) {
        return store.appendAsync(Append.to(stream, Expected.exactly(expected), List.of(units(units))))
                .toCompletableFuture();
    }

    @Test
    void appends_of_one_thread_to_one_stream_are_written_in_the_order_of_the_calls() {
        List<CompletableFuture<Appended>> results = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            results.add(async(order("hot"), i, i));
        }
        results.forEach(result -> result.orTimeout(120, TimeUnit.SECONDS).join());

        assertThat(shop.events(order("hot")))
                .hasSize(600)
                .startsWith(units(0), units(1))
                .endsWith(units(599));
        assertThat(shop.feed()).hasSize(600).isEqualTo(shop.events(order("hot")));
    }

    /** They wait behind one whose stream is held, so that it does not matter how fast they come. */
    @Test
    void many_that_wait_share_commits() throws Exception {
        EventStoreConfig config = EventStoreConfig.builder().writers(1).build();
        try (JdbcEventStore one = JdbcEventStore.on(shop.database, Shop.CODEC, config)) {
            store.append(order("held"), 0, List.of(units(0)));
            shop.dataSource.take();
            List<CompletableFuture<Appended>> results = new ArrayList<>();
            shop.transactions.run(() -> {
                store.append(order("held"), 1, List.of(units(1)));
                threads.start(() -> {
                            one.appendAsync(Append.to(order("held"), Expected.any(), List.of(units(2))));
                            Awaitility.await()
                                    .atMost(Duration.ofSeconds(60))
                                    .until(() -> one.health().writing() == 1);
                            for (int i = 0; i < 500; i++) {
                                results.add(
                                        one.appendAsync(Append.to(order("s" + i), Expected.none(), List.of(units(i))))
                                                .toCompletableFuture());
                            }
                            return true;
                        })
                        .get(120, TimeUnit.SECONDS);
            });
            results.forEach(result -> result.orTimeout(120, TimeUnit.SECONDS).join());

            long connections = shop.dataSource.connections();
            assertThat(connections).isLessThan(10);
            assertThat(store.readFeed(0, 1000).entries()).hasSize(503);
        }
    }

    @Test
    void another_commit_begins_beside_one_that_waits_for_a_held_stream() throws Exception {
        store.append(order("held"), 0, List.of(units(0)));
        shop.transactions.run(() -> {
            store.lock(order("held"));
            threads.start(() -> {
                        CompletableFuture<Appended> waits = async(order("held"), 1, 1);
                        Awaitility.await()
                                .atMost(Duration.ofSeconds(60))
                                .until(() -> store.health().writing() == 1);
                        for (int i = 0; i < 3; i++) { // nobody calls in between: the threads must look by themselves
                            async(order("free"), i, i)
                                    .orTimeout(60, TimeUnit.SECONDS)
                                    .join();
                        }
                        store.append(order("free"), 3, List.of(units(3)));
                        assertThat(waits).isNotDone();
                        return true;
                    })
                    .get(120, TimeUnit.SECONDS);
        });
        assertThat(store.version(order("free"))).isEqualTo(4);
    }

    @Test
    void a_conflict_or_a_deleted_stream_harms_nobody_else_in_the_batch() {
        store.append(order("old"), 0, List.of(placed("old")));
        store.append(order("gone"), 0, List.of(placed("gone")));
        store.delete(order("gone"));
        List<CompletableFuture<Appended>> good = new ArrayList<>();
        List<CompletableFuture<Appended>> stale = new ArrayList<>();
        List<CompletableFuture<Appended>> gone = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            good.add(async(order("good-" + i), 0, i));
            stale.add(async(order("old"), 0, i));
            gone.add(async(order("gone"), 0, i));
        }

        good.forEach(result -> assertThat(
                        result.orTimeout(120, TimeUnit.SECONDS).join().version())
                .isEqualTo(1));
        stale.forEach(result -> assertThatThrownBy(
                        () -> result.orTimeout(120, TimeUnit.SECONDS).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        conflict -> assertThat(conflict.actual()).hasValue(1)));
        gone.forEach(result -> assertThatThrownBy(
                        () -> result.orTimeout(120, TimeUnit.SECONDS).join())
                .hasCauseInstanceOf(StreamDeletedException.class));
        assertThat(store.version(order("old"))).isEqualTo(1);
    }

    @Test
    void a_batch_that_fails_is_tried_again_one_by_one() throws Exception {
        threads.together(List.<Callable<Boolean>>of(() -> true)); // the pool of threads is warm
        List<CompletableFuture<Appended>> good = new ArrayList<>();
        List<CompletableFuture<Appended>> bad = new ArrayList<>();
        shop.run("alter table " + shop.database.table("event") + " add constraint no_bad check (stream_id <> 'bad')");
        for (int i = 0; i < 20; i++) {
            good.add(async(order("good-" + i), 0, i));
            bad.add(store.appendAsync(Append.to(order("bad"), Expected.any(), List.of(units(i))))
                    .toCompletableFuture());
        }
        good.forEach(result -> assertThat(
                        result.orTimeout(120, TimeUnit.SECONDS).join().version())
                .isEqualTo(1));
        bad.forEach(result -> assertThatThrownBy(
                        () -> result.orTimeout(120, TimeUnit.SECONDS).join())
                .isInstanceOf(CompletionException.class));
        assertThat(shop.feed()).hasSize(20);
        assertThat(store.version(order("bad"))).isZero();
    }

    @Test
    void a_callback_may_append_and_wait() {
        CompletableFuture<Appended> chained = async(order("1"), 0, 1)
                .thenApply(first -> store.append(order("2"), 0, List.of(units(2))))
                .thenCompose(second -> async(order("3"), 0, 3));

        assertThat(chained.orTimeout(120, TimeUnit.SECONDS).join().version()).isEqualTo(1);
        assertThat(shop.feed()).containsExactly(units(1), units(2), units(3));
    }

    @Test
    void an_append_aside_is_refused_inside_a_transaction() {
        assertThatThrownBy(() -> shop.transactions.run(() -> async(order("1"), 0, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("inside a transaction", "Call append here");
        assertThat(shop.feed()).isEmpty();
    }

    @Test
    void a_closed_store_takes_no_more_and_has_written_what_it_took() {
        List<CompletableFuture<Appended>> results = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            results.add(async(order("s" + i), 0, i));
        }
        store.close();

        results.forEach(result -> assertThat(
                        result.orTimeout(120, TimeUnit.SECONDS).join().version())
                .isEqualTo(1));
        assertThat(store.health().closed()).isTrue();
        assertThatThrownBy(() -> async(order("late"), 0, 1)).hasMessageContainingAll("closed", "takes no more");
        assertThatThrownBy(() -> store.append(order("late"), 0, List.of(units(1))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(shop.feed()).hasSize(100);
    }

    @Test
    void a_commit_whose_answer_is_lost_is_found_out_without_its_sender() {
        store.append(order("warm"), 0, List.of(units(0)));
        shop.dataSource.loseAnswerOfNextCommit();
        assertThat(store.append(order("1"), 0, List.of(units(1))).version()).isEqualTo(1);

        shop.dataSource.loseAnswerOfNextCommit();
        List<CompletableFuture<Appended>> results = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            results.add(store.appendAsync(Append.to(order("hot"), Expected.any(), List.of(units(i))))
                    .toCompletableFuture());
        }
        for (int i = 0; i < 40; i++) {
            assertThat(results.get(i).orTimeout(120, TimeUnit.SECONDS).join().version())
                    .isEqualTo(i + 1);
        }
        assertThat(shop.events(order("hot"))).hasSize(40).startsWith(units(0), units(1));
        assertThat(shop.feed()).hasSize(42);
    }

    @Test
    void an_error_reaches_its_sender_shows_in_the_health_and_ends_nothing() {
        store.append(order("warm"), 0, List.of(units(0)));
        Error error = new LinkageError("on purpose");
        shop.dataSource.throwOnce(error);
        assertThatThrownBy(() -> store.append(order("1"), 0, List.of(units(1)))).isSameAs(error);
        assertThat(store.health().lastFailure()).isSameAs(error);

        shop.dataSource.throwOnce(error);
        CompletableFuture<Appended> failed = async(order("2"), 0, 2);
        assertThatThrownBy(() -> failed.orTimeout(120, TimeUnit.SECONDS).join()).hasCause(error);
        assertThat(async(order("1"), 0, 1)
                        .orTimeout(120, TimeUnit.SECONDS)
                        .join()
                        .version())
                .isEqualTo(1);
        assertThat(store.append(order("2"), 0, List.of(units(2))).version()).isEqualTo(1);
    }

    @Test
    void closing_ends_within_its_time_and_fails_what_could_not_be_written() throws Exception {
        EventStoreConfig config = EventStoreConfig.builder()
                .closeWithin(Duration.ofMillis(50))
                .writers(1)
                .build();
        JdbcEventStore closing = JdbcEventStore.on(shop.database, Shop.CODEC, config);
        store.append(order("held"), 0, List.of(units(0)));
        CompletableFuture<Appended> inFlight = new CompletableFuture<>();
        CompletableFuture<Appended> waiting = new CompletableFuture<>();
        shop.transactions.run(() -> {
            store.append(order("held"), 1, List.of(units(1)));
            threads.start(() -> {
                        closing.appendAsync(Append.to(order("held"), Expected.any(), List.of(units(2))))
                                .thenAccept(inFlight::complete);
                        Awaitility.await()
                                .atMost(Duration.ofSeconds(60))
                                .until(() -> closing.health().writing() == 1);
                        closing.appendAsync(Append.to(order("held"), Expected.any(), List.of(units(3))))
                                .whenComplete((done, failure) -> waiting.completeExceptionally(failure));
                        closing.close();
                        return true;
                    })
                    .get(120, TimeUnit.SECONDS);
        });
        assertThatThrownBy(() -> waiting.orTimeout(120, TimeUnit.SECONDS).join())
                .hasMessageContainingAll("closed before this append was written", "closeWithin");
        inFlight.orTimeout(120, TimeUnit.SECONDS).join();
        assertThat(shop.events(order("held"))).containsExactly(units(0), units(1), units(2));
    }

    @Test
    void more_than_may_wait_are_refused_with_the_remedy() throws Exception {
        EventStoreConfig config =
                EventStoreConfig.builder().mostWaiting(1).writers(1).build();
        try (JdbcEventStore small = JdbcEventStore.on(shop.database, Shop.CODEC, config)) {
            store.append(order("held"), 0, List.of(units(0)));
            shop.transactions.run(() -> {
                store.append(order("held"), 1, List.of(units(1)));
                threads.start(() -> {
                            small.appendAsync(Append.to(order("held"), Expected.any(), List.of(units(2))));
                            Awaitility.await()
                                    .atMost(Duration.ofSeconds(60))
                                    .until(() -> small.health().writing() == 1);
                            small.appendAsync(Append.to(order("1"), Expected.any(), List.of(units(3))));
                            assertThat(small.health().waiting()).isEqualTo(1);
                            assertThatThrownBy(() ->
                                            small.appendAsync(Append.to(order("2"), Expected.any(), List.of(units(4)))))
                                    .isInstanceOf(RejectedExecutionException.class)
                                    .hasMessageContainingAll("1 appends are waiting", "mostWaiting");
                            return true;
                        })
                        .get(120, TimeUnit.SECONDS);
            });
        }
        assertThat(shop.feed()).hasSize(4);
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> EventStoreConfig.builder().batch(257).build())
                .hasMessageContainingAll("EventStoreConfig.batch is 257", "1 to 256", "builder().batch");
        assertThatThrownBy(() -> EventStoreConfig.builder().writers(0).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        EventStoreConfig.builder().closeWithin(Duration.ZERO).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EventStoreConfig.builder().metrics(null).build())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
