package org.dddblocks.eventstore;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.eventstore.ProjectionStatus.State;
import org.dddblocks.eventstore.SetAsideEvent.How;
import org.dddblocks.persistence.FeedEntry;
import org.junit.jupiter.api.Test;

/** Whose fault a failure is: the event's, or nobody's, so that no event is given up for it. */
abstract class ProjectionTroublePromises extends ProjectionEngineGiven {
    ProjectionTroublePromises(TestDatabase database) {
        super(database);
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
                        default -> throw new OutOfMemoryError("on purpose");
                    }
                }
            }
        });
        assertThat(manyTries.await(120, TimeUnit.SECONDS)).isTrue();
        projections.awaitPosition(NAME, 10, SOON);
        assertThat(model.rows()).isEqualTo(TEN_EVENTS);
        assertThat(projections.setAside(NAME, 0, 10)).isEmpty();
        assertThat(told).anySatisfy(status -> {
            assertThat(status.state()).isEqualTo(State.RETRYING);
            assertThat(status.trouble().orElse("")).contains("OutOfMemoryError");
        });
        awaitState(engine, State.LIVE);
        assertThat(engine.health().healthy()).isTrue();
    }

    @Test
    void an_error_of_a_handler_is_its_events_like_an_exception() throws Exception {
        appendTenEvents();
        UnitsByOrder failing = new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) throws Exception {
                super.on(entry, connection);
                if (entry.position() == 6) {
                    throw new StackOverflowError("deep");
                } else if (entry.position() == 8) {
                    throw new AssertionError("never");
                }
            }
        };
        assertThatThrownBy(() -> projections.catchUp(failing))
                .isInstanceOfSatisfying(
                        ProjectionStoppedException.class,
                        stopped -> assertThat(stopped.position()).isEqualTo(6))
                .hasCauseInstanceOf(StackOverflowError.class);
        assertThat(projections.position(NAME)).isEqualTo(5);

        ProjectionEngine engine = started(PoisonPolicy.SKIP, failing);
        projections.awaitPosition(NAME, 10, SOON);
        assertThat(projections.setAside(NAME, 0, 10))
                .extracting(SetAsideEvent::position, SetAsideEvent::how)
                .containsExactly(tuple(6L, How.SKIPPED), tuple(8L, How.SKIPPED));
        assertThat(model.rows())
                .isEqualTo(Map.of("o1", "1 in 2", "o2", "2 in 2", "o3", "0 in 1", "o4", "0 in 1", "o5", "5 in 2"));
        awaitState(engine, State.LIVE);
        assertThat(engine.health().healthy()).isTrue();
    }

    @Test
    void code_that_is_missing_is_no_events_fault_and_a_node_that_has_it_takes_over() throws Exception {
        appendTenEvents();
        CountDownLatch tries = new CountDownLatch(5);
        started(
                projections,
                config().onPoison(PoisonPolicy.SKIP)
                        .retryAtMostAfter(ofSeconds(1))
                        .build(),
                new UnitsByOrder(shop) {
                    @Override
                    public void on(FeedEntry entry, Connection connection) {
                        tries.countDown();
                        throw new NoClassDefFoundError("org/example/Missing");
                    }
                });
        assertThat(tries.await(120, TimeUnit.SECONDS)).isTrue();
        assertThat(projections.position(NAME)).isZero();
        assertThat(told).anySatisfy(status -> {
            assertThat(status.state()).isEqualTo(State.RETRYING);
            assertThat(status.trouble().orElse("")).contains("NoClassDefFoundError", "Missing");
        });

        started(PoisonPolicy.STOP, model);
        projections.awaitPosition(NAME, 10, SOON);
        assertThat(model.rows()).isEqualTo(TEN_EVENTS);
        assertThat(projections.setAside(NAME, 0, 10)).isEmpty();
    }
}
