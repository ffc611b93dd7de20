package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.eventstore.OrderEvent.OrderPlaced;
import org.dddblocks.eventstore.OrderEvent.UnitsAdded;
import org.dddblocks.eventstore.ProjectionStatus.State;
import org.dddblocks.eventstore.SetAsideEvent.How;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.JacksonCodec;
import org.junit.jupiter.api.Test;

/** What becomes of events that a projection cannot apply. */
abstract class ProjectionPoisonPromises extends ProjectionTroublePromises {
    ProjectionPoisonPromises(TestDatabase database) {
        super(database);
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

    /** PostgreSQL refuses everything after such an error, so that the next event seems to be the one that fails. */
    @Test
    void an_error_of_the_database_that_a_handler_swallows_holds_up_no_other_event() throws Exception {
        appendTenEvents();
        started(PoisonPolicy.SKIP, new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) throws Exception {
                super.on(entry, connection);
                if (entry.position() == 6) {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("select * from there_is_no_such_table");
                    } catch (SQLException swallowed) {
                        // as a careless handler would
                    }
                }
            }
        });
        projections.awaitPosition(NAME, 10, SOON);
        assertThat(model.rows())
                .containsAllEntriesOf(Map.of("o1", "1 in 2", "o2", "2 in 2", "o4", "4 in 2", "o5", "5 in 2"));
        assertThat(projections.setAside(NAME, 0, 10))
                .extracting(SetAsideEvent::position)
                .isSubsetOf(6L);
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

    /** Applied again, what comes before the failing event may take longer than one transaction may. */
    @Test
    void an_event_is_passed_over_only_when_all_before_it_are_applied() throws Exception {
        appendTenEvents();
        AtomicInteger firsts = new AtomicInteger();
        UnitsByOrder failing = new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) throws Exception {
                super.on(entry, connection);
                if (entry.position() == 1 && firsts.incrementAndGet() == 2) {
                    new CountDownLatch(1)
                            .await(600, TimeUnit.MILLISECONDS); // a lease lasts 2 s, a transaction a fourth
                }
                if (entry.position() == 4) {
                    throw new SQLException("no room");
                }
            }
        };
        started(
                projections,
                config().onPoison(PoisonPolicy.SKIP).retries(0).batchSize(10).build(),
                failing);
        projections.awaitPosition(NAME, 10, SOON);
        assertThat(projections.setAside(NAME, 0, 10))
                .extracting(SetAsideEvent::position)
                .containsExactly(4L);
        assertThat(model.rows())
                .isEqualTo(Map.of("o1", "1 in 2", "o2", "0 in 1", "o3", "3 in 2", "o4", "4 in 2", "o5", "5 in 2"));
    }

    @Test
    void an_event_that_failed_and_whose_stream_is_deleted_then_holds_up_nobody() throws Exception {
        appendTenEvents();
        AtomicInteger tries = new AtomicInteger();
        ProjectionEngine engine =
                started(projections, config().retries(1_000_000).batchSize(10).build(), failingAt(7, tries));
        await().atMost(SOON).until(() -> tries.get() > 1);
        store.delete(order("o4"));
        store.append(order("o6"), 0, List.of(placed("o6")));
        projections.awaitPosition(NAME, 11, SOON);
        assertThat(model.rows())
                .isEqualTo(Map.of("o1", "1 in 2", "o2", "2 in 2", "o3", "3 in 2", "o5", "5 in 2", "o6", "0 in 1"));
        assertThat(projections.setAside(NAME, 0, 10)).isEmpty();
        awaitState(engine, State.LIVE);
        assertThat(engine.health().healthy()).isTrue();
    }
}
