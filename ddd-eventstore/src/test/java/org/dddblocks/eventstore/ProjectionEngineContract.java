package org.dddblocks.eventstore;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.eventstore.OrderEvent.OrderPlaced;
import org.dddblocks.eventstore.OrderEvent.UnitsAdded;
import org.dddblocks.eventstore.ProjectionStatus.State;
import org.dddblocks.eventstore.SetAsideEvent.How;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.persistence.spi.Leases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an engine of projections promises on every database. */
abstract class ProjectionEngineContract {
    private static final String NAME = "units-by-order";
    private static final Duration SOON = ofSeconds(30);
    private static final Map<String, String> TEN_EVENTS =
            Map.of("o1", "1 in 2", "o2", "2 in 2", "o3", "3 in 2", "o4", "4 in 2", "o5", "5 in 2");

    private final Shop shop;
    private final EventStore store;
    private final Projections projections;
    private final Threads threads = new Threads();
    private final List<ProjectionEngine> engines = new ArrayList<>();
    private final ConcurrentLinkedQueue<ProjectionStatus> told = new ConcurrentLinkedQueue<>();
    private UnitsByOrder model;

    ProjectionEngineContract(TestDatabase database) {
        shop = Shop.on(database);
        store = shop.store;
        projections = Projections.on(shop.database, store);
    }

    @BeforeEach
    void createModel() throws SQLException {
        shop.database.install(Leases.schema());
        model = UnitsByOrder.in(shop);
    }

    @AfterEach
    void close() {
        engines.forEach(ProjectionEngine::close);
        threads.close();
        shop.close();
    }

    private ProjectionConfig.Builder config() {
        return ProjectionConfig.builder()
                .lease(ofSeconds(2))
                .pollEvery(ofMillis(20))
                .batchSize(4)
                .retries(2)
                .retryAfter(ofMillis(5))
                .retryAtMostAfter(ofMillis(40))
                .closeTimeout(ofSeconds(5))
                .metrics(new EventStoreMetrics() {
                    @Override
                    public void projectionProgress(ProjectionStatus status) {
                        told.add(status);
                    }
                });
    }

    private ProjectionEngine started(Projections over, ProjectionConfig config, Projection projection) {
        ProjectionEngine engine = ProjectionEngine.with(over, config).add(projection);
        engines.add(engine);
        engine.start();
        return engine;
    }

    private ProjectionEngine started(PoisonPolicy policy, Projection projection) {
        return started(projections, config().onPoison(policy).build(), projection);
    }

    private void appendTenEvents() {
        for (int i = 1; i <= 5; i++) {
            store.append(order("o" + i), 0, List.of(placed("o" + i), units(i)));
        }
    }

    private void awaitState(ProjectionEngine engine, State state) {
        await().atMost(SOON).until(() -> engine.status(NAME).state() == state);
    }

    private UnitsByOrder failingAt(long position, AtomicInteger tries) {
        return new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) throws Exception {
                super.on(entry, connection);
                if (entry.position() == position) {
                    tries.incrementAndGet();
                    throw new SQLException("no room");
                }
            }
        };
    }

    @Test
    void what_is_appended_is_applied_soon_and_one_can_wait_for_it() throws Exception {
        appendTenEvents();
        ProjectionEngine engine = started(PoisonPolicy.STOP, model);
        assertThat(projections.awaitPosition(NAME, 10, SOON)).isEqualTo(10);
        assertThat(model.rows()).isEqualTo(TEN_EVENTS);
        Appended more = store.append(order("o1"), 2, List.of(units(4)));
        projections.awaitApplied(NAME, order("o1"), more.version(), SOON);
        assertThat(model.rows()).containsEntry("o1", "5 in 3");
        awaitState(engine, State.LIVE);
        assertThat(engine.health().healthy()).isTrue();
        assertThat(engine.status(NAME).lag()).isZero();
        assertThat(engine.status(NAME).applied()).isEqualTo(11);
    }

    @Test
    void who_waits_for_what_does_not_come_gets_a_typed_failure_that_says_where_it_stands() {
        appendTenEvents();
        projections.catchUp(model);
        assertThatThrownBy(() -> projections.awaitPosition(NAME, 11, ofMillis(30)))
                .isInstanceOfSatisfying(ProjectionBehindException.class, behind -> {
                    assertThat(behind.position()).isEqualTo(10);
                    assertThat(behind.projection()).isEqualTo(NAME);
                })
                .hasMessageContainingAll(NAME, "position 10", "feed position 11", "health()");
        assertThatThrownBy(() -> projections.awaitApplied(NAME, order("o1"), 3, ofMillis(30)))
                .isInstanceOf(ProjectionBehindException.class)
                .hasMessageContaining("event 3 of order/o1");
        assertThatThrownBy(() -> shop.transactions.run(() -> {
                    try {
                        projections.awaitPosition(NAME, 1, ofMillis(1));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .hasMessageContaining("inside a transaction");
    }

    @Test
    void catching_up_tells_its_progress_until_nothing_is_left() {
        appendTenEvents();
        ProjectionEngine engine = started(PoisonPolicy.STOP, model);
        awaitState(engine, State.LIVE);
        List<ProjectionStatus> steps = List.copyOf(told);
        assertThat(steps).extracting(ProjectionStatus::position).containsSubsequence(4L, 8L, 10L);
        ProjectionStatus first = steps.get(0);
        assertThat(first.position()).isEqualTo(4);
        assertThat(first.newest()).isEqualTo(10);
        assertThat(first.lag()).isEqualTo(6);
        assertThat(first.applied()).isEqualTo(4);
        assertThat(first.perSecond()).isPositive();
        assertThat(first.timeLeft()).get().matches(left -> !left.isNegative() && left.compareTo(SOON) < 0);
        assertThat(first.behind()).isPositive();
        ProjectionStatus last = steps.get(steps.size() - 1);
        assertThat(last.state()).isEqualTo(State.LIVE);
        assertThat(last.lag()).isZero();
        assertThat(last.timeLeft()).hasValue(Duration.ZERO);
        assertThat(last.behind()).isZero();
    }

    @Test
    void a_projection_that_stops_has_kept_the_good_prefix_names_the_event_and_goes_on_when_it_is_resumed() {
        appendTenEvents();
        AtomicInteger tries = new AtomicInteger();
        AtomicBoolean mended = new AtomicBoolean();
        UnitsByOrder failing = new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) throws Exception {
                super.on(entry, connection);
                if (entry.position() == 7 && !mended.get()) {
                    tries.incrementAndGet();
                    throw new SQLException("no room");
                }
            }
        };
        ProjectionEngine engine = started(PoisonPolicy.STOP, failing);
        awaitState(engine, State.STOPPED);
        assertThat(tries).hasValue(3);
        assertThat(projections.position(NAME)).isEqualTo(6);
        assertThat(model.rows()).containsOnlyKeys("o1", "o2", "o3");
        assertThat(engine.health().healthy()).isFalse();
        assertThat(engine.status(NAME).trouble())
                .hasValueSatisfying(text -> assertThat(text).contains("position 7", "event 1 of order/o4", "no room"));
        assertThat(projections.setAside(NAME, 0, 10)).isEmpty();
        mended.set(true);
        engine.resume(NAME);
        awaitState(engine, State.LIVE);
        assertThat(model.rows()).isEqualTo(TEN_EVENTS);
        assertThat(engine.health().healthy()).isTrue();
    }

    @Test
    void a_parked_event_takes_its_stream_aside_and_all_of_it_is_named() throws Exception {
        appendTenEvents();
        store.append(order("o4"), 2, List.of(units(9)));
        store.append(order("o5"), 2, List.of(units(1)));
        AtomicInteger tries = new AtomicInteger();
        started(PoisonPolicy.PARK, failingAt(7, tries));
        projections.awaitPosition(NAME, 12, SOON);
        assertThat(tries).hasValue(3);
        assertThat(model.rows()).isEqualTo(Map.of("o1", "1 in 2", "o2", "2 in 2", "o3", "3 in 2", "o5", "6 in 3"));
        assertThat(projections.setAside(NAME, 0, 10))
                .extracting(
                        SetAsideEvent::position, SetAsideEvent::how, SetAsideEvent::version, SetAsideEvent::typeName)
                .containsExactly(
                        tuple(7L, How.PARKED, 1L, "ordering.OrderPlaced"),
                        tuple(8L, How.BEHIND, 2L, "ordering.UnitsAdded"),
                        tuple(11L, How.BEHIND, 3L, "ordering.UnitsAdded"));
        assertThat(projections.setAside(NAME, 7, 1)).hasSize(1);
        assertThat(projections.setAside(NAME, 0, 1).get(0).reason()).contains("no room");
        engines.forEach(ProjectionEngine::close);
        store.append(order("o4"), 3, List.of(units(1)));
        projections.catchUp(model);
        assertThat(model.rows()).doesNotContainKey("o4");
        assertThat(projections.setAside(NAME, 11, 10))
                .extracting(SetAsideEvent::how)
                .containsExactly(How.BEHIND);
        projections.rebuild(model);
        assertThat(model.rows()).containsEntry("o4", "14 in 4").hasSize(5);
        assertThat(projections.setAside(NAME, 0, 10)).isEmpty();
    }

    @Test
    void a_skipped_event_is_passed_over_alone_and_named() throws Exception {
        appendTenEvents();
        started(PoisonPolicy.SKIP, failingAt(8, new AtomicInteger()));
        projections.awaitPosition(NAME, 10, SOON);
        assertThat(model.rows())
                .isEqualTo(Map.of("o1", "1 in 2", "o2", "2 in 2", "o3", "3 in 2", "o4", "0 in 1", "o5", "5 in 2"));
        assertThat(projections.setAside(NAME, 0, 10)).singleElement().satisfies(skipped -> {
            assertThat(skipped.how()).isEqualTo(How.SKIPPED);
            assertThat(skipped.position()).isEqualTo(8);
            assertThat(skipped.stream()).isEqualTo(order("o4"));
        });
    }

    @Test
    void an_event_that_cannot_be_read_is_parked_and_named_even_by_who_skips() throws Exception {
        store.append(order("o1"), 0, List.of(placed("o1"), units(1)));
        store.append(order("o1"), 2, List.of(new OrderEvent.OrderCancelled("secret reason"), units(2)));
        store.append(order("o2"), 0, List.of(placed("o2")));
        EventStore old = JdbcEventStore.on(
                shop.database,
                JacksonCodec.builder()
                        .type(OrderPlaced.class)
                        .type(UnitsAdded.class)
                        .build());
        started(
                Projections.on(shop.database, old),
                config().onPoison(PoisonPolicy.SKIP).build(),
                model);
        projections.awaitPosition(NAME, 5, SOON);
        assertThat(model.rows()).isEqualTo(Map.of("o1", "1 in 2", "o2", "0 in 1"));
        assertThat(projections.setAside(NAME, 0, 10))
                .extracting(SetAsideEvent::position, SetAsideEvent::how, SetAsideEvent::typeName)
                .containsExactly(
                        tuple(3L, How.PARKED, "ordering.OrderCancelled"), tuple(4L, How.BEHIND, "ordering.UnitsAdded"));
        assertThat(projections.setAside(NAME, 0, 10))
                .noneMatch(event -> event.reason().contains("secret"));
    }

    @Test
    void an_event_that_fails_twice_and_then_succeeds_is_applied_once() throws Exception {
        appendTenEvents();
        AtomicInteger tries = new AtomicInteger();
        started(PoisonPolicy.SKIP, new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) throws Exception {
                super.on(entry, connection);
                if (entry.position() == 3 && tries.incrementAndGet() <= 2) {
                    throw new IllegalStateException("not yet");
                }
            }
        });
        projections.awaitPosition(NAME, 10, SOON);
        assertThat(model.rows()).isEqualTo(TEN_EVENTS);
        assertThat(projections.setAside(NAME, 0, 10)).isEmpty();
    }

    @Test
    void lost_connections_deadlocks_and_errors_are_tried_for_ever_and_seen_in_health() throws Exception {
        appendTenEvents();
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch manyTries = new CountDownLatch(12);
        ProjectionEngine engine = started(PoisonPolicy.SKIP, new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) throws Exception {
                super.on(entry, connection);
                if (entry.position() == 3 && manyTries.getCount() > 0) {
                    manyTries.countDown();
                    switch (tries.incrementAndGet() % 3) {
                        case 0 -> throw new SQLException("gone", "08006");
                        case 1 -> throw new SQLException("deadlock", "40P01");
                        default -> throw new StackOverflowError("deep");
                    }
                }
            }
        });
        assertThat(manyTries.await(30, TimeUnit.SECONDS)).isTrue();
        projections.awaitPosition(NAME, 10, SOON);
        assertThat(model.rows()).isEqualTo(TEN_EVENTS);
        assertThat(projections.setAside(NAME, 0, 10)).isEmpty();
        assertThat(told).anySatisfy(status -> {
            assertThat(status.state()).isEqualTo(State.RETRYING);
            assertThat(status.trouble().orElse("")).contains("StackOverflowError");
        });
        awaitState(engine, State.LIVE);
        assertThat(engine.health().healthy()).isTrue();
    }

    @Test
    void a_failure_that_a_handler_swallows_is_found_by_applying_events_alone() throws Exception {
        appendTenEvents();
        started(PoisonPolicy.SKIP, new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) throws Exception {
                super.on(entry, connection);
                if (entry.position() == 6) {
                    try {
                        shop.transactions.run(() -> {
                            throw new IllegalStateException("swallowed");
                        });
                    } catch (IllegalStateException swallowed) {
                        // the transaction cannot commit any more
                    }
                }
            }
        });
        projections.awaitPosition(NAME, 10, SOON);
        assertThat(projections.setAside(NAME, 0, 10))
                .extracting(SetAsideEvent::position)
                .containsExactly(6L);
        assertThat(model.rows()).containsEntry("o3", "0 in 1").containsEntry("o5", "5 in 2");
    }

    @Test
    void a_filtered_projection_moves_on_when_nothing_matches_and_decodes_nothing_else() throws Exception {
        store.append(order("o1"), 0, List.of(placed("o1"), units(1)));
        store.append(order("o1"), 2, List.of(new OrderEvent.OrderCancelled("why"), units(2)));
        EventStore old = JdbcEventStore.on(
                shop.database, JacksonCodec.builder().type(OrderPlaced.class).build());
        List<FeedEntry> seen = new ArrayList<>();
        Projection placedOnly = new UnitsByOrder(shop) {
            @Override
            public Set<Class<? extends DomainEvent>> events() {
                return Set.of(OrderPlaced.class);
            }

            @Override
            public void on(FeedEntry entry, Connection connection) {
                seen.add(entry);
            }
        };
        started(Projections.on(shop.database, old), config().batchSize(1).build(), placedOnly);
        assertThat(projections.awaitPosition(NAME, 4, SOON)).isEqualTo(4);
        assertThat(seen).singleElement().matches(entry -> entry.position() == 1);
        store.append(order("o1"), 4, List.of(units(2), units(3)));
        assertThat(projections.awaitPosition(NAME, 6, SOON)).isEqualTo(6);
        assertThat(seen).hasSize(1);
        assertThat(projections.setAside(NAME, 0, 10)).isEmpty();
    }

    @Test
    void a_projection_of_types_that_no_codec_knows_says_so() {
        assertThatThrownBy(() -> projections.catchUp(new UnitsByOrder(shop) {
                    @Override
                    public Set<Class<? extends DomainEvent>> events() {
                        return Set.of(Parcel.ParcelEvent.class);
                    }
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("ParcelEvent", "not registered");
    }

    @Test
    void of_three_engines_one_is_active_and_another_takes_over_at_once_when_it_closes() throws Exception {
        appendTenEvents();
        List<ProjectionEngine> three = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            three.add(started(Projections.on(shop.database, store), config().build(), model));
        }
        projections.awaitPosition(NAME, 10, SOON);
        await().atMost(SOON)
                .until(() -> three.stream()
                                .filter(engine -> engine.status(NAME).state() == State.LIVE)
                                .count()
                        == 1);
        for (int closed = 1; closed <= 2; closed++) {
            live(three).orElseThrow().close();
            long version = store.version(order("o1"));
            store.append(order("o1"), version, List.of(units(1)));
            projections.awaitPosition(NAME, 10 + closed, SOON);
            await().atMost(SOON).until(() -> live(three).isPresent());
        }
        assertThat(model.rows()).containsEntry("o1", "3 in 4");
    }

    private static Optional<ProjectionEngine> live(List<ProjectionEngine> engines) {
        return engines.stream()
                .filter(engine -> engine.status(NAME).state() == State.LIVE)
                .findFirst();
    }

    @Test
    void engines_runs_by_hand_rebuilds_and_writers_at_once_apply_each_event_once() throws Exception {
        for (int i = 0; i < 3; i++) {
            started(Projections.on(shop.database, store), config().build(), model);
        }
        AtomicBoolean done = new AtomicBoolean();
        Future<Boolean> byHand = threads.start(() -> {
            while (!done.get()) {
                Projections.on(shop.database, store).catchUp(model);
                projections.rebuild(model);
            }
            return true;
        });
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int w = 0; w < 3; w++) {
            String id = "w" + w;
            writers.add(() -> {
                store.append(order(id), 0, List.of(placed(id)));
                for (int i = 1; i <= 40; i++) {
                    store.append(order(id), i, List.of(units(i)));
                }
                return true;
            });
        }
        threads.together(writers);
        done.set(true);
        byHand.get(60, TimeUnit.SECONDS);
        for (int w = 0; w < 3; w++) {
            projections.awaitApplied(NAME, order("w" + w), 41, SOON);
        }
        assertThat(model.rows()).isEqualTo(Map.of("w0", "820 in 41", "w1", "820 in 41", "w2", "820 in 41"));
    }

    @Test
    void close_ends_in_time_when_a_handler_hangs_and_what_it_did_is_rolled_back() throws Exception {
        appendTenEvents();
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        ProjectionEngine engine = started(
                projections,
                config().lease(ofMillis(300)).closeTimeout(ofMillis(200)).build(),
                new UnitsByOrder(shop) {
                    @Override
                    public void on(FeedEntry entry, Connection connection) throws Exception {
                        hanging.countDown();
                        boolean interrupted = false;
                        while (released.getCount() > 0) {
                            try {
                                released.await();
                            } catch (InterruptedException e) {
                                interrupted = true;
                            }
                        }
                        assertThat(interrupted).isTrue();
                        ended.countDown();
                        super.on(entry, connection);
                    }
                });
        assertThat(hanging.await(30, TimeUnit.SECONDS)).isTrue();
        await().atMost(SOON).until(() -> !engine.health().healthy());
        assertThat(engine.status(NAME).handling()).isPositive();
        long before = System.nanoTime();
        engine.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(ofSeconds(10));
        assertThat(engine.status(NAME).state()).isEqualTo(State.CLOSED);
        released.countDown();
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        started(PoisonPolicy.STOP, model);
        projections.awaitPosition(NAME, 10, SOON);
        assertThat(model.rows()).isEqualTo(TEN_EVENTS);
    }

    @Test
    void a_handler_may_append_and_react_to_its_own_event() throws Exception {
        started(projections, config().build(), new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) throws Exception {
                super.on(entry, connection);
                if (entry.envelope().event() instanceof OrderPlaced) {
                    store.append(entry.envelope().stream(), 1, List.of(units(5)));
                }
            }
        });
        store.append(order("o1"), 0, List.of(placed("o1")));
        projections.awaitApplied(NAME, order("o1"), 2, SOON);
        assertThat(model.rows()).isEqualTo(Map.of("o1", "5 in 2"));
    }

    @Test
    void a_node_whose_lease_was_taken_over_in_the_middle_of_its_transaction_commits_nothing() throws Exception {
        appendTenEvents();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch stolen = new CountDownLatch(1);
        ProjectionEngine robbed =
                started(projections, config().lease(ofSeconds(60)).build(), new UnitsByOrder(shop) {
                    @Override
                    public void on(FeedEntry entry, Connection connection) throws Exception {
                        super.on(entry, connection);
                        inside.countDown();
                        assertThat(stolen.await(30, TimeUnit.SECONDS)).isTrue();
                    }
                });
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        shop.transactions.run(() -> assertThat(Jdbc.update(
                        shop.transactions.connection(),
                        "update " + shop.database.table("lease") + " set owner = 'thief', epoch = epoch + 1"))
                .isEqualTo(1));
        stolen.countDown();
        awaitState(robbed, State.STANDBY);
        assertThat(projections.position(NAME)).isZero();
        assertThat(model.rows()).isEmpty();
    }

    @Test
    void a_wrong_use_is_refused_with_what_is_allowed() {
        ProjectionEngine empty = ProjectionEngine.with(projections, config().build());
        assertThatThrownBy(empty::start).hasMessageContaining("no projection");
        empty.add(model);
        assertThatThrownBy(() -> empty.add(model)).hasMessageContainingAll(NAME, "another name");
        empty.start();
        assertThatThrownBy(empty::start).hasMessageContaining("started already");
        assertThatThrownBy(() -> empty.status("other")).hasMessageContainingAll("other", NAME);
        empty.close();
        empty.close();
        assertThatThrownBy(empty::start).hasMessageContaining("closed already");
        assertThat(empty.health().healthy()).isFalse();
        assertThatThrownBy(() -> ProjectionConfig.builder().lease(ofMillis(99)).build())
                .hasMessageContainingAll("ProjectionConfig.lease is PT0.099S", "100 ms", "builder().lease(");
        assertThatThrownBy(() -> ProjectionConfig.builder().batchSize(0).build())
                .hasMessageContaining("1 to 10000");
        assertThatThrownBy(
                        () -> ProjectionConfig.builder().pollEvery(ofMillis(1)).build())
                .hasMessageContaining("at least 10 ms");
    }
}
