package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a runner of projections promises. */
abstract class ProjectionContract {
    private final ProjectionFault fault;
    private final Shop shop;
    private final EventStore store;
    private final Projections projections;
    private final Threads threads = new Threads();
    private UnitsByOrder model;

    ProjectionContract(TestDatabase database) {
        this(database, new ProjectionFault() {});
    }

    /** What is promised of a node is tried on one with a fault. */
    ProjectionContract(TestDatabase database, ProjectionFault fault) {
        this.fault = fault;
        shop = Shop.at(database.freshUrl(), fault::database);
        store = shop.store;
        projections = node(shop.database);
    }

    private Projections node(Database database) {
        return Projections.on(database, fault.feed(store));
    }

    private long catchUp(Projections node, Projection projection) {
        return node.catchUp(fault.projection(projection));
    }

    @BeforeEach
    void createModel() throws SQLException {
        model = UnitsByOrder.in(shop);
    }

    @AfterEach
    void close() {
        threads.close();
        shop.close();
    }

    private void appendTenEvents() {
        for (int i = 1; i <= 5; i++) {
            store.append(order("o" + i), 0, List.of(placed("o" + i), units(i)));
        }
    }

    private static final Map<String, String> TEN_EVENTS =
            Map.of("o1", "1 in 2", "o2", "2 in 2", "o3", "3 in 2", "o4", "4 in 2", "o5", "5 in 2");

    @Test
    void catches_up_with_the_feed_and_continues_where_it_was() {
        assertThat(catchUp(projections, model)).isZero();
        appendTenEvents();
        assertThat(catchUp(projections, model)).isEqualTo(10);
        assertThat(catchUp(projections, model)).isEqualTo(10);
        assertThat(model.rows()).isEqualTo(TEN_EVENTS);
        store.append(order("o1"), 2, List.of(units(4)));
        assertThat(catchUp(node(shop.database), model)).isEqualTo(11);
        assertThat(model.rows()).containsEntry("o1", "5 in 3");
        assertThat(projections.position("units-by-order")).isEqualTo(11);
        assertThat(projections.position("another")).isZero();
    }

    @Test
    void more_events_than_one_transaction_takes_are_applied_in_several() {
        store.append(order("big"), 0, List.of(placed("big")));
        store.append(order("big"), 1, Collections.nCopies(600, units(1)));
        assertThat(catchUp(projections, model)).isEqualTo(601);
        assertThat(model.rows()).containsEntry("big", "600 in 601");
    }

    @Test
    void an_event_that_cannot_be_applied_is_not_skipped_and_the_projection_says_where_it_stands() {
        appendTenEvents();
        UnitsByOrder failing = new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) throws Exception {
                super.on(entry, connection);
                if (entry.position() == 7) {
                    throw new SQLException("no room");
                }
            }
        };
        for (int tries = 0; tries < 2; tries++) {
            assertThatThrownBy(() -> catchUp(projections, failing))
                    .isInstanceOfSatisfying(ProjectionStoppedException.class, stopped -> {
                        assertThat(stopped.position()).isEqualTo(7);
                        assertThat(stopped.projection()).isEqualTo("units-by-order");
                    })
                    .hasMessageContainingAll(
                            "units-by-order", "position 7", "OrderPlaced", "event 1 of order/o4", "no room")
                    .hasRootCauseMessage("no room");
            assertThat(projections.position("units-by-order")).isEqualTo(6);
            assertThat(model.rows()).containsOnlyKeys("o1", "o2", "o3");
        }
        assertThat(catchUp(projections, model)).isEqualTo(10);
        assertThat(model.rows()).isEqualTo(TEN_EVENTS);
    }

    @Test
    void what_a_driver_quotes_of_stored_values_is_not_passed_on() {
        appendTenEvents();
        UnitsByOrder failing = new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) throws Exception {
                try (var statement = connection.createStatement()) {
                    statement.execute("insert into units_by_order values ('secret', 1, 1)");
                    statement.execute("insert into units_by_order values ('secret', 1, 1)");
                }
            }
        };
        assertThatThrownBy(() -> catchUp(projections, failing))
                .isInstanceOf(ProjectionStoppedException.class)
                .satisfies(e -> {
                    for (Throwable t = e; t != null; t = t.getCause()) {
                        assertThat(t.getMessage()).doesNotContain("secret");
                    }
                });
    }

    @Test
    void a_runner_that_dies_between_two_events_leaves_nothing_half_done() {
        appendTenEvents();
        UnitsByOrder dying = new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) throws Exception {
                if (entry.position() == 4) {
                    throw new OutOfMemoryError("as good as a kill");
                }
                super.on(entry, connection);
            }
        };
        assertThatThrownBy(() -> catchUp(projections, dying)).isInstanceOf(OutOfMemoryError.class);
        assertThat(model.rows()).isEmpty();
        assertThat(projections.position("units-by-order")).isZero();
        assertThat(catchUp(projections, model)).isEqualTo(10);
        assertThat(model.rows()).isEqualTo(TEN_EVENTS);
    }

    @Test
    void what_fails_at_the_commit_takes_the_read_model_and_the_checkpoint_back_together() {
        appendTenEvents();
        UnitsByOrder dying = new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) throws Exception {
                super.on(entry, connection);
                shop.transactions.beforeCommit(() -> {
                    throw new IllegalStateException("as good as a kill");
                });
            }
        };
        assertThatThrownBy(() -> catchUp(projections, dying)).hasStackTraceContaining("as good as a kill");
        assertThat(model.rows()).isEmpty();
        assertThat(projections.position("units-by-order")).isZero();
        assertThat(catchUp(projections, model)).isEqualTo(10);
        assertThat(model.rows()).isEqualTo(TEN_EVENTS);
    }

    @Test
    void a_node_goes_on_where_another_one_has_come_to() {
        Projections other = node(shop.anotherNode(fault::database));
        store.append(order("o1"), 0, List.of(placed("o1"), units(1)));
        assertThat(catchUp(projections, model)).isEqualTo(2);
        store.append(order("o2"), 0, List.of(placed("o2"), units(2)));
        assertThat(catchUp(other, model)).isEqualTo(4);
        store.append(order("o3"), 0, List.of(placed("o3"), units(3)));
        assertThat(catchUp(projections, model)).isEqualTo(6);
        assertThat(model.rows()).isEqualTo(Map.of("o1", "1 in 2", "o2", "2 in 2", "o3", "3 in 2"));
    }

    @Test
    void a_projection_of_some_types_moves_on_where_nothing_matches() {
        appendTenEvents();
        List<Long> seen = new ArrayList<>();
        UnitsByOrder cancelled = new UnitsByOrder(shop) {
            @Override
            public Set<Class<? extends DomainEvent>> events() {
                return Set.of(OrderEvent.OrderCancelled.class);
            }

            @Override
            public void on(FeedEntry entry, Connection connection) {
                seen.add(entry.position());
            }
        };
        assertThat(catchUp(projections, cancelled)).isEqualTo(10);
        store.append(order("o1"), 2, List.of(new OrderEvent.OrderCancelled("why"), units(1)));
        assertThat(catchUp(projections, cancelled)).isEqualTo(12);
        assertThat(seen).containsExactly(11L);
    }

    @Test
    void two_runners_and_many_writers_apply_each_event_once() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        Callable<Boolean> runner = () -> {
            while (written.getCount() > 0) {
                catchUp(node(shop.database), model);
            }
            return true;
        };
        List<Future<Boolean>> runners = List.of(threads.start(runner), threads.start(runner), threads.start(runner));
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            String id = "w" + w;
            writers.add(() -> {
                store.append(order(id), 0, List.of(placed(id)));
                for (int i = 1; i <= 60; i++) {
                    store.append(order(id), i, List.of(units(i)));
                }
                return true;
            });
        }
        threads.together(writers);
        written.countDown();
        for (Future<Boolean> one : runners) {
            one.get(120, TimeUnit.SECONDS);
        }
        catchUp(projections, model);
        assertThat(model.rows())
                .isEqualTo(Map.of("w0", "1830 in 61", "w1", "1830 in 61", "w2", "1830 in 61", "w3", "1830 in 61"));
    }

    @Test
    void a_rebuild_starts_again_and_shows_the_old_model_until_it_is_done() throws Exception {
        appendTenEvents();
        catchUp(projections, model);
        try (Connection connection = shop.dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("update units_by_order set units = 77 where id = 'o1'");
            statement.executeUpdate("delete from " + shop.database.table("event") + " where position > 8");
        }
        UnitsByOrder watched = new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) throws Exception {
                super.on(entry, connection);
                assertThat(threads.start(() -> model.rows()).get(120, TimeUnit.SECONDS))
                        .containsEntry("o1", "77 in 2");
            }
        };
        assertThat(projections.rebuild(fault.projection(watched))).isEqualTo(8);
        assertThat(model.rows()).containsOnlyKeys("o1", "o2", "o3", "o4").containsEntry("o1", "1 in 2");
    }

    @Test
    void a_rebuild_that_fails_keeps_the_old_model() {
        appendTenEvents();
        catchUp(projections, model);
        UnitsByOrder failing = new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) {
                throw new IllegalStateException("bug");
            }
        };
        assertThatThrownBy(() -> projections.rebuild(fault.projection(failing)))
                .isInstanceOf(ProjectionStoppedException.class);
        assertThat(model.rows()).isEqualTo(TEN_EVENTS);
        assertThat(projections.position("units-by-order")).isEqualTo(10);
    }

    @Test
    void a_rebuild_that_fails_after_a_truncate_loses_no_event() {
        appendTenEvents();
        catchUp(projections, model);
        UnitsByOrder truncating = new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) {
                throw new IllegalStateException("no");
            }

            @Override
            public void reset(Connection connection) throws SQLException {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("truncate table units_by_order");
                }
            }
        };
        assertThatThrownBy(() -> projections.rebuild(fault.projection(truncating)))
                .isInstanceOf(ProjectionStoppedException.class);
        assertThat(catchUp(projections, model)).isEqualTo(10);
        assertThat(model.rows()).isEqualTo(TEN_EVENTS);
    }

    @Test
    void inside_a_transaction_a_run_is_refused() {
        assertThatThrownBy(() -> shop.transactions.run(() -> catchUp(projections, model)))
                .hasMessageContainingAll("catchUp", "inside a transaction", "outside of transactions.run");
    }

    @Test
    void a_name_that_is_too_long_is_refused() {
        assertThatThrownBy(() -> projections.position("x".repeat(101))).hasMessageContainingAll("1 to 100", "shorter");
        assertThatThrownBy(() -> projections.position("")).hasMessageContaining("1 to 100");
    }

    @Test
    void a_failure_that_a_handler_swallows_is_blamed_on_its_own_event_and_all_before_it_are_applied() {
        appendTenEvents();
        UnitsByOrder swallowing = new UnitsByOrder(shop) {
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
        };
        assertThatThrownBy(() -> projections.catchUp(swallowing))
                .isInstanceOfSatisfying(
                        ProjectionStoppedException.class,
                        stopped -> assertThat(stopped.position()).isEqualTo(6))
                .hasMessageContainingAll("event 2 of order/o3", "RolledBackException");
        assertThat(projections.position("units-by-order")).isEqualTo(5);
        assertThat(projections.catchUp(model)).isEqualTo(10);
        assertThat(model.rows()).isEqualTo(TEN_EVENTS);
    }

    /** PostgreSQL refuses everything after such an error, so that the next event seems to be the one that fails. */
    @Test
    void an_error_of_the_database_that_a_handler_swallows_is_blamed_on_no_other_event() {
        appendTenEvents();
        UnitsByOrder swallowing = new UnitsByOrder(shop) {
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
        };
        try {
            assertThat(projections.catchUp(swallowing)).isEqualTo(10);
        } catch (ProjectionStoppedException stopped) {
            assertThat(stopped.position()).isEqualTo(6);
            assertThat(projections.position("units-by-order")).isEqualTo(5);
        }
        projections.catchUp(model);
        assertThat(model.rows()).isEqualTo(TEN_EVENTS);
    }
}
