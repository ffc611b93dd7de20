package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is refused before anything is written: each refusal says what was given, what is allowed and how to fix it. */
abstract class LimitsContract {
    private final Shop shop;
    private final EventStore store;

    LimitsContract(TestDatabase database) {
        shop = Shop.on(database);
        store = shop.store;
    }

    @AfterEach
    void nothing_was_sent() {
        assertThat(shop.dataSource.take()).isEmpty();
        shop.close();
    }

    @Test
    void an_append_without_events_is_refused() {
        assertThatThrownBy(() -> store.append(order("1"), 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("order/1", "no events", "at least one", "Do not append");
    }

    @Test
    void a_missing_event_is_refused() {
        assertThatThrownBy(() -> store.append(order("1"), 0, Arrays.asList(placed("1"), null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("Element 1 of the 2 events", "order/1", "null", "Remove it");
    }

    @Test
    void a_negative_version_is_refused() {
        assertThatThrownBy(() -> store.append(order("1"), -1, List.of(placed("1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("order/1 is -1", "must be 0 to", "Pass the version that was read");
        assertThatThrownBy(() -> store.append(order("1"), Long.MAX_VALUE, List.of(placed("1"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.read(order("1"), -7)).hasMessageContainingAll("-7", "must be 0 to");
    }

    @Test
    void an_event_of_an_unregistered_type_is_refused() {
        record Unknown() implements DomainEvent {}
        assertThatThrownBy(() -> store.append(order("1"), 0, List.of(placed("1"), new Unknown())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unknown");
    }

    @Test
    void a_payload_that_is_too_large_is_refused() {
        assertThatThrownBy(() -> store.append(order("1"), 0, List.of(placed("x".repeat(1_048_577)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("ordering.OrderPlaced", "order/1", "1048576", "Keep large content elsewhere");
    }

    @Test
    void a_stream_whose_id_is_too_long_or_empty_is_refused() {
        assertThatThrownBy(() -> store.append(new StreamId("order", "x".repeat(256)), 0, List.of(placed("1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("255");
        assertThatThrownBy(() -> store.append(new StreamId("order", ""), 0, List.of(placed("1"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.append(null, 0, List.of(placed("1")))).hasMessageContaining("stream is null");
    }

    @Test
    void a_missing_argument_is_refused_and_named() {
        assertThatThrownBy(() -> store.append(order("1"), 0, null))
                .hasMessageContainingAll("list of events", "is null");
        assertThatThrownBy(() -> store.append(null)).hasMessageContaining("append is null");
        assertThatThrownBy(() -> JdbcEventStore.on(shop.database, null)).hasMessageContaining("codec");
        assertThatThrownBy(() -> JdbcEventStore.on(null, Shop.CODEC)).hasMessageContaining("Database");
        assertThatThrownBy(() -> Projections.on(shop.database, null)).hasMessageContaining("feed");
        assertThatThrownBy(() -> Projections.on(shop.database, store).catchUp(null))
                .hasMessageContaining("projection");
        assertThatThrownBy(() -> store.repository(Order.TYPE).recordedEvents(null))
                .hasMessageContaining("receiver");
        assertThatThrownBy(() -> store.repository(Order.TYPE).build().add(null)).hasMessageContaining("root");
    }

    @Test
    void a_feed_read_with_a_wrong_limit_or_position_is_refused() {
        assertThatThrownBy(() -> store.readFeed(0, 0)).hasMessageContainingAll("is 0", "1 to 10000");
        assertThatThrownBy(() -> store.readFeed(0, 10_001)).hasMessageContainingAll("is 10001", "Read in several");
        assertThatThrownBy(() -> store.readFeed(-1, 1)).hasMessageContainingAll("is -1", "at least 0");
    }

    @Test
    void a_feed_read_for_no_type_is_refused_rather_than_to_pass_over_all_events() {
        assertThatThrownBy(() -> store.readFeed(0, 1, Set.of())).hasMessageContainingAll("types", "at least one");
        assertThatThrownBy(() -> store.readFeed(0, 1, null)).hasMessageContainingAll("types", "is null");
    }

    @Test
    void a_time_that_nobody_can_wait_for_is_refused() {
        Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
        Projections projections = Projections.on(shop.database, store);
        List<ThrowingCallable> calls = List.of(
                () -> EventStoreConfig.builder().closeWithin(endless).build(),
                () -> SnapshotConfig.builder().closeWithin(endless).build(),
                () -> SnapshotConfig.builder().otherCode(endless).build(),
                () -> ProjectionConfig.builder().closeTimeout(endless).build(),
                () -> ProjectionConfig.builder().pollEvery(endless).build(),
                () -> ProjectionConfig.builder().retryAtMostAfter(endless).build(),
                () -> projections.awaitPosition("p", 1, endless),
                () -> projections.awaitApplied("p", order("1"), 1, Duration.ofMillis(-1)));
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("365 days"));
    }

    @Test
    void a_business_time_that_some_database_would_change_is_refused() {
        for (String time : List.of("0000-06-01T00:00:00Z", "+10000-01-01T00:00:00Z", "-4713-01-01T00:00:00Z")) {
            Database then = shop.database.clock(Clock.fixed(Instant.parse(time), ZoneOffset.UTC));
            EventStore late = JdbcEventStore.on(then, Shop.CODEC);
            shop.dataSource.take();
            assertThatThrownBy(() -> late.append(order("1"), 0, List.of(placed("1"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(time, "years 1 to 9999", "Database.clock");
        }
    }

    @Test
    void a_wait_for_what_cannot_come_is_refused() {
        Projections projections = Projections.on(shop.database, store);
        assertThatThrownBy(() -> projections.awaitPosition("p", -1, Duration.ZERO))
                .hasMessageContainingAll("is -1", "at least 0");
        assertThatThrownBy(() -> projections.awaitApplied("p", order("1"), 0, Duration.ZERO))
                .hasMessageContainingAll("order/1", "is 0", "1 or more");
        assertThatThrownBy(() -> projections.awaitApplied("p", order("1"), 1, null))
                .hasMessageContainingAll("timeout", "is null");
    }

    @Test
    void a_repository_that_never_tries_is_refused() {
        assertThatThrownBy(() -> store.repository(Order.TYPE).attempts(0))
                .hasMessageContainingAll("are 0", "at least 1");
    }
}
