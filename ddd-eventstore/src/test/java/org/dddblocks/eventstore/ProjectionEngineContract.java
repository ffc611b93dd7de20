package org.dddblocks.eventstore;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.eventstore.OrderEvent.OrderPlaced;
import org.dddblocks.eventstore.ProjectionStatus.State;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.JacksonCodec;
import org.junit.jupiter.api.Test;

/** What an engine of projections promises on every database. */
abstract class ProjectionEngineContract extends ProjectionNodesPromises {
    ProjectionEngineContract(TestDatabase database) {
        super(database);
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
                .hasMessageContaining("10 ms to 365 days");
    }
}
