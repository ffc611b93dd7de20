package org.dddblocks.eventstore;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.units;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.PayloadTransformer;
import org.dddblocks.persistence.spi.WakeUps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What appends that certainly share one commit do to each other: nothing. */
abstract class SharedCommitContract {
    private final Shop shop;
    private final AtomicBoolean listenerFails = new AtomicBoolean();
    private final AtomicBoolean keyLost = new AtomicBoolean();
    private final JdbcEventStore store;
    private final Threads threads = new Threads();

    SharedCommitContract(TestDatabase database) {
        shop = Shop.on(database);
        EventStoreMetrics metrics = new EventStoreMetrics() {
            @Override
            public void appended(Duration took, int events) {
                if (listenerFails.get()) {
                    throw new AssertionError("the listener is broken");
                }
            }
        };
        store = JdbcEventStore.on(
                shop.database,
                sealing(),
                EventStoreConfig.builder().writers(1).metrics(metrics).build());
    }

    @AfterEach
    void close() {
        threads.close();
        store.close();
        shop.close();
    }

    /** Like an encryption: another text each time, and none without the key. */
    private PayloadCodec sealing() {
        return JacksonCodec.builder()
                .family(OrderEvent.class)
                .transformer(new PayloadTransformer() {
                    @Override
                    public String beforeWrite(String typeName, Object payload, String json) {
                        return "{\"" + UUID.randomUUID() + "\":" + json + "}";
                    }

                    @Override
                    public String afterRead(String typeName, String stored) {
                        if (keyLost.get()) {
                            throw new IllegalStateException("the key is lost");
                        }
                        return stored.substring("{\"\":".length() + 36, stored.length() - 1);
                    }
                })
                .build();
    }

    private CompletableFuture<Appended> async(Append append) {
        return store.appendAsync(append).toCompletableFuture().orTimeout(60, SECONDS);
    }

    private static Append any(String order) {
        return Append.to(order(order), Expected.any(), List.of(units(1)));
    }

    /** The only writer is busy until all of the appends wait for it; then they are written together. */
    private void together(Runnable appends) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        store.append(order("busy"), 0, List.of(units(0)));
        var holder = threads.start(() -> shop.transactions.call(() -> {
            store.lock(order("busy"));
            held.countDown();
            return release.await(60, SECONDS);
        }));
        assertThat(held.await(60, SECONDS)).isTrue();
        CompletableFuture<Appended> busy = async(any("busy"));
        Awaitility.await()
                .atMost(60, SECONDS)
                .until(() -> store.health().writing() == 1 && store.health().waiting() == 0);
        appends.run();
        release.countDown();
        assertThat(holder.get(60, SECONDS)).isTrue();
        busy.orTimeout(60, SECONDS).join();
    }

    @Test
    void a_repeated_append_whose_original_cannot_be_read_takes_no_other_verdict_with_it() throws Exception {
        UUID id = UUID.randomUUID();
        store.append(any("sealed").id(id));
        var results = new Object() {
            CompletableFuture<Appended> repeated = new CompletableFuture<>();
            CompletableFuture<Appended> any = new CompletableFuture<>();
            CompletableFuture<Appended> fresh = new CompletableFuture<>();
        };
        together(() -> {
            results.repeated = async(any("sealed").id(id));
            results.any = async(any("a"));
            results.fresh = async(Append.to(order("b"), Expected.none(), List.of(units(1))));
            keyLost.set(true);
        });

        assertThat(results.any.orTimeout(60, SECONDS).join().version()).isEqualTo(1);
        assertThat(results.fresh.orTimeout(60, SECONDS).join().version()).isEqualTo(1);
        assertThatThrownBy(() -> results.repeated.orTimeout(60, SECONDS).join())
                .rootCause()
                .hasMessage("the key is lost");
        assertThat(List.of(store.version(order("sealed")), store.version(order("a")), store.version(order("b"))))
                .containsExactly(1L, 1L, 1L);
    }

    @Test
    void few_that_share_a_commit_get_each_its_own_verdict_in_the_order_of_their_arrival() throws Exception {
        store.append(any("gone"));
        store.delete(order("gone"));
        List<CompletableFuture<Appended>> all = new ArrayList<>();
        together(() -> List.of(
                        exactly("z", 0),
                        exactly("gone", 0),
                        exactly("b", 0),
                        exactly("b", 0),
                        exactly("b", 1),
                        exactly("a", 7),
                        any("a"))
                .forEach(append -> all.add(async(append))));

        assertThat(Stream.of(0, 2, 4, 6).map(i -> all.get(i).join().version())).containsExactly(1L, 1L, 2L, 1L);
        assertThatThrownBy(all.get(1)::join).hasCauseInstanceOf(StreamDeletedException.class);
        assertThatThrownBy(all.get(3)::join)
                .cause()
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        conflict -> assertThat(conflict.actual()).hasValue(1));
        assertThatThrownBy(all.get(5)::join).hasCauseInstanceOf(ConflictException.class);
        assertThat(store.readFeed(0, 100).entries())
                .filteredOn(entry -> entry.envelope().stream().equals(order("b")))
                .extracting(entry -> entry.envelope().version())
                .containsExactly(1L, 2L);
    }

    private static Append exactly(String order, long version) {
        return Append.to(order(order), Expected.exactly(version), List.of(units(1)));
    }

    @Test
    void a_callback_may_wait_for_the_result_of_another_one() throws Exception {
        var results = new Object() {
            CompletableFuture<Appended> first = new CompletableFuture<>();
            CompletableFuture<Appended> second = new CompletableFuture<>();
        };
        CompletableFuture<Appended> of = new CompletableFuture<>();
        together(() -> {
            results.first = async(any("a"))
                    .thenApply(appended -> of.orTimeout(60, SECONDS).join());
            results.second = async(any("b"));
            results.second.thenAccept(of::complete);
        });

        assertThat(results.first.orTimeout(60, SECONDS).join())
                .isEqualTo(results.second.orTimeout(60, SECONDS).join());
    }

    @Test
    void an_error_of_the_listener_keeps_nobody_waiting() throws Exception {
        var results = new Object() {
            List<CompletableFuture<Appended>> all = List.of();
        };
        together(() -> {
            listenerFails.set(true);
            results.all = List.of(async(any("a")), async(any("b")), async(any("c")));
        });

        assertThat(results.all)
                .allSatisfy(result -> assertThat(
                                result.orTimeout(60, SECONDS).join().version())
                        .isEqualTo(1));
        assertThat(store.append(any("d")).version()).isEqualTo(1);
        assertThat(async(any("e")).orTimeout(60, SECONDS).join().version()).isEqualTo(1);
    }

    @Test
    void who_is_woken_and_fails_keeps_no_later_commit_from_beginning() {
        AssertionError broken = new AssertionError("the one who was woken is broken");
        try (WakeUps.Listener failing = shop.database.wakeUps().listen(JdbcEventStore.feedSignal(shop.database), () -> {
            throw broken;
        })) {
            assertThat(store.append(any("a")).version()).isEqualTo(1);
            assertThat(async(any("a")).join().version()).isEqualTo(2);
            assertThat(store.append(any("a")).version()).isEqualTo(3);
            assertThat(failing).isNotNull();
        }
        assertThat(store.health().lastFailure()).isSameAs(broken);
    }
}
