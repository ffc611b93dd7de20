package org.dddblocks.eventstore;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dddblocks.eventstore.ProjectionStatus.State;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.spi.Jdbc;
import org.junit.jupiter.api.Test;

/** What holds with several nodes, runs by hand and handlers that hang: one works, and what was lost commits nothing. */
abstract class ProjectionNodesPromises extends ProjectionPoisonPromises {
    ProjectionNodesPromises(TestDatabase database) {
        super(database);
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
            await().atMost(SOON)
                    .until(() -> live(three), Optional::isPresent)
                    .orElseThrow()
                    .close();
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
        byHand.get(180, TimeUnit.SECONDS);
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
        assertThat(hanging.await(120, TimeUnit.SECONDS)).isTrue();
        await().atMost(SOON).until(() -> !engine.health().healthy());
        assertThat(engine.status(NAME).handling()).isPositive();
        long before = System.nanoTime();
        engine.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(ofSeconds(60));
        assertThat(engine.status(NAME).state()).isEqualTo(State.CLOSED);
        released.countDown();
        assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
        started(PoisonPolicy.STOP, model);
        projections.awaitPosition(NAME, 10, SOON);
        assertThat(model.rows()).isEqualTo(TEN_EVENTS);
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
                        assertThat(stolen.await(120, TimeUnit.SECONDS)).isTrue();
                    }
                });
        assertThat(inside.await(120, TimeUnit.SECONDS)).isTrue();
        shop.transactions.run(() -> assertThat(Jdbc.update(
                        shop.transactions.connection(),
                        "update " + shop.database.table("lease") + " set owner = 'thief', epoch = epoch + 1"))
                .isEqualTo(1));
        stolen.countDown();
        awaitState(robbed, State.STANDBY);
        assertThat(projections.position(NAME)).isZero();
        assertThat(model.rows()).isEmpty();
    }
}
