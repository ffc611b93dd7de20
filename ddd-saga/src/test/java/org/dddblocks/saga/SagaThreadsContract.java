package org.dddblocks.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.dddblocks.outbox.InMemoryBroker;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.OutboxRelay;
import org.junit.jupiter.api.Test;

/** Runners with their threads, over the real relay and broker. */
abstract class SagaThreadsContract {
    private static final List<String> REFUSED = List.of("none", "open", "hotel", "flight", "note", "pay");

    protected abstract World world();

    @Test
    void two_runners_one_of_them_replaced_midway_bring_many_sagas_to_their_ends() {
        World world = world();
        Queue<StoryEntry> told = new ConcurrentLinkedQueue<>();
        AtomicReference<SagaRunner> first = new AtomicReference<>(runner(world, told));
        try (InMemoryBroker broker = InMemoryBroker.withThreads(3);
                OutboxRelay relay = OutboxRelay.with(
                        world.database, broker, OutboxConfig.builder().build());
                SagaRunner second = runner(world, told)) {
            broker.subscribe("participants", world.participants.filter(), world.participants);
            broker.subscribe("replies", second::expects, second.replies());
            relay.start();
            first.get().start();
            second.start();
            List<UUID> ids = start(world, first.get());
            await().atMost(Duration.ofSeconds(180)).until(() -> ended(second) >= ids.size() / 3);
            first.get().close();
            first.set(runner(world, told));
            first.get().start();
            await().atMost(Duration.ofSeconds(180)).until(() -> ended(second) == ids.size());
            ids.forEach(id -> check(world, second, id));
            assertThat(told.stream().filter(entry -> entry.what() == StoryEntry.What.ENDED))
                    .extracting(StoryEntry::instance)
                    .containsExactlyInAnyOrderElementsOf(ids);
        } finally {
            first.get().close();
        }
    }

    private static SagaRunner runner(World world, Queue<StoryEntry> told) {
        return world.node(builder -> builder.register(Trip.definition(1)).listener(told::add));
    }

    private static List<UUID> start(World world, SagaRunner node) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String trip = World.trip();
            Trip state = Trip.of(trip, REFUSED.get(i % REFUSED.size()));
            ids.add(world.database.transactions().call(() -> node.start("trip", trip, state)));
        }
        return ids;
    }

    private static long ended(SagaRunner node) {
        return node.counts().stream()
                .filter(count -> count.status().isEnd())
                .mapToLong(SagaCount::instances)
                .sum();
    }

    private static void check(World world, SagaRunner node, UUID id) {
        Trip trip = node.state(id, Trip.class).orElseThrow();
        SagaStatus end = trip.refuse().equals("none") ? SagaStatus.COMPLETED : SagaStatus.COMPENSATED;
        assertThat(node.find(id).orElseThrow().status()).as(trip.refuse()).isEqualTo(end);
        assertThat(world.effects(trip.id()))
                .as(trip.refuse())
                .doesNotHaveDuplicates()
                .hasSize(List.of(7, 0, 2, 4, 6, 7).get(REFUSED.indexOf(trip.refuse())));
    }

    @Test
    void a_runner_starts_once_and_not_after_it_was_closed() {
        SagaRunner node = world().node();
        node.start();
        assertThatThrownBy(node::start).hasMessageContainingAll("started before", "Build a new one");
        node.close();
        node.close();
        assertThatThrownBy(node::start).hasMessageContaining("closed before");
    }

    @Test
    void a_listener_that_throws_stops_nothing() {
        World world = world();
        String trip = World.trip();
        SagaDefinition<Trip> one = Saga.define("listened", 1, Trip.class)
                .pivot(Steps.of(Trip.class).tx("only", (s, connection) -> s))
                .build();
        try (SagaRunner node = world.node(builder -> builder.register(one).listener(entry -> {
            throw new IllegalStateException("listener");
        }))) {
            node.start();
            UUID id = node.start(one, trip, Trip.of(trip, "none"));
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> node.find(id).orElseThrow().status() == SagaStatus.COMPLETED);
        }
    }
}
