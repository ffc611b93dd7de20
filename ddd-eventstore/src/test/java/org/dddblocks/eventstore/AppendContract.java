package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.spi.WakeUps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What append, read and readFeed promise to one writer. */
abstract class AppendContract {
    private static final StreamId ORDER = order("42");
    private final Shop shop;
    private final EventStore store;

    AppendContract(TestDatabase database) {
        shop = Shop.on(database);
        store = shop.store;
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_stream_nobody_wrote_to_is_empty_and_has_version_0() {
        assertThat(store.read(ORDER)).isEmpty();
        assertThat(store.version(ORDER)).isZero();
        assertThat(store.readFeed(0, 10).entries()).isEmpty();
    }

    @Test
    void reads_back_what_was_appended_in_order_and_with_all_that_is_known_of_it() {
        EventMetadata why = EventMetadata.NONE
                .withCorrelationId("process-1")
                .withCausationId("command-2")
                .withActor("ann")
                .withTenant("shop")
                .withTraceparent("00-abc-def-01");

        Appended first = CurrentMetadata.callWith(why, () -> store.append(ORDER, 0, List.of(placed("42"), units(2))));
        Appended second = store.append(ORDER, 2, List.of(units(3)));

        assertThat(first.version()).isEqualTo(2);
        assertThat(second.version()).isEqualTo(3);
        assertThat(store.version(ORDER)).isEqualTo(3);
        List<EventEnvelope<?>> written = java.util.stream.Stream.concat(
                        first.events().stream(), second.events().stream())
                .<EventEnvelope<?>>map(e -> e)
                .toList();
        assertThat(store.read(ORDER)).isEqualTo(written);
        assertThat(store.read(ORDER, 2)).isEqualTo(second.events());
        assertThat(store.readFeed(0, 10).entries())
                .extracting(FeedEntry::envelope)
                .isEqualTo(written);
        EventEnvelope<?> stored = store.read(ORDER).get(1);
        assertThat(stored.version()).isEqualTo(2);
        assertThat(stored.metadata()).isEqualTo(why);
        assertThat(stored.occurredAt()).isEqualTo(Shop.NOON);
        assertThat(stored.typeName()).isEqualTo("ordering.UnitsAdded");
    }

    @Test
    void refuses_a_writer_who_decided_on_an_old_version_and_says_what_to_do() {
        store.append(ORDER, 0, List.of(placed("42")));

        assertThatThrownBy(() -> store.append(ORDER, 0, List.of(units(1))))
                .isInstanceOfSatisfying(ConflictException.class, conflict -> {
                    assertThat(conflict.expected()).isZero();
                    assertThat(conflict.actual()).isEqualTo(OptionalLong.of(1));
                    assertThat(conflict.transactionUsable()).isTrue();
                })
                .hasMessageContainingAll("order/42", "version 1", "load it again");
        assertThatThrownBy(() -> store.append(ORDER, 5, List.of(units(1))))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        conflict -> assertThat(conflict.actual()).isEqualTo(OptionalLong.of(1)));
        assertThat(shop.events(ORDER)).containsExactly(placed("42"));
    }

    @Test
    void the_feed_shows_all_streams_in_the_order_of_their_commits() {
        store.append(order("1"), 0, List.of(placed("1")));
        store.append(order("2"), 0, List.of(placed("2"), units(7)));
        store.append(order("1"), 1, List.of(units(8)));

        assertThat(shop.feed()).containsExactly(placed("1"), placed("2"), units(7), units(8));
        List<FeedEntry> all = store.readFeed(0, 10).entries();
        assertThat(store.readFeed(all.get(1).position(), 1).entries()).containsExactly(all.get(2));
        assertThat(store.readFeed(all.get(3).position(), 1).entries()).isEmpty();
    }

    @Test
    void ids_compare_as_bytes() {
        for (String id : List.of("a", "A", "a ", "ä", "a\u0308")) {
            store.append(order(id), 0, List.of(placed(id)));
        }
        for (String id : List.of("a", "A", "a ", "ä", "a\u0308")) {
            assertThat(shop.events(order(id))).containsExactly(placed(id));
        }
        store.append(new StreamId("Order", "a"), 0, List.of(placed("other type")));
        assertThat(shop.events(order("a"))).containsExactly(placed("a"));
    }

    @Test
    void the_longest_ids_and_texts_are_kept() {
        String longest = "\uD83D\uDE00".repeat(127) + "ß";
        store.append(order(longest), 0, List.of(placed("\u0000 \" \\ \n é \uD83D\uDE00")));
        assertThat(shop.events(order(longest))).containsExactly(placed("\u0000 \" \\ \n é \uD83D\uDE00"));
    }

    @Test
    void an_append_is_three_statements_at_most_and_a_commit() {
        store.append(ORDER, 0, List.of(placed("42")));
        assertThat(shop.dataSource.take()).hasSizeLessThanOrEqualTo(4);

        store.append(ORDER, 1, List.of(units(1), units(2), units(3)));
        assertThat(shop.dataSource.take()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void the_largest_payload_is_kept_as_it_is() {
        int around = Shop.CODEC.encode(placed("")).length();
        String largest = "\u00e4".repeat(Limits.PAYLOAD - around);
        store.append(ORDER, 0, List.of(placed(largest), placed("\u0000")));

        assertThat(shop.events(ORDER)).containsExactly(placed(largest), placed("\u0000"));
        assertThat(shop.payloads())
                .containsExactly(Shop.CODEC.encode(placed(largest)), Shop.CODEC.encode(placed("\u0000")));
    }

    @Test
    void whoever_reads_the_feed_is_woken_after_each_commit_and_after_no_rollback() throws Exception {
        try (WakeUps.Listener reader = shop.database.wakeUps().listen(JdbcEventStore.feedSignal(shop.database))) {
            store.append(ORDER, 0, List.of(placed("42")));
            assertThat(reader.await(Duration.ofSeconds(60))).isTrue();
            store.appendAsync(Append.to(ORDER, Expected.any(), List.of(units(1))))
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            assertThat(reader.await(Duration.ofSeconds(60))).isTrue();
            shop.transactions.run(() -> {
                store.append(ORDER, 2, List.of(units(2)));
                assertThat(reader.await(Duration.ofMillis(1))).isFalse();
            });
            assertThat(reader.await(Duration.ofSeconds(60))).isTrue();
            assertThatThrownBy(() -> shop.transactions.run(() -> {
                        store.append(ORDER, 3, List.of(units(3)));
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(reader.await(Duration.ofMillis(1))).isFalse();
        }
    }

    @Test
    void a_listener_hears_of_appends_and_conflicts_and_its_failure_harms_nobody() {
        List<String> heard = new CopyOnWriteArrayList<>();
        EventStoreMetrics metrics = new EventStoreMetrics() {
            @Override
            public void appended(Duration took, int events) {
                assertThat(took).isPositive();
                heard.add(events + " events");
            }

            @Override
            public void conflict(StreamId stream) {
                heard.add("conflict on " + stream);
                throw new IllegalStateException("the listener fails");
            }
        };
        try (JdbcEventStore measured = JdbcEventStore.on(
                shop.database,
                Shop.CODEC,
                EventStoreConfig.builder().metrics(metrics).build())) {
            measured.append(ORDER, 0, List.of(placed("42"), units(1)));
            assertThatThrownBy(() -> measured.append(ORDER, 0, List.of(placed("42"))))
                    .isInstanceOf(ConflictException.class);
            shop.transactions.run(() -> measured.append(ORDER, 2, List.of(units(2))));
        }
        assertThat(heard).containsExactly("2 events", "conflict on order/42", "1 events");
    }
}
