package org.dddblocks.eventstore;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.eventstore.ProjectionStatus.State;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.spi.Leases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A shop, engines over its feed and a read model that adds up: the given of what engines promise. */
abstract class ProjectionEngineGiven {
    static final String NAME = "units-by-order";
    static final Duration SOON = ofSeconds(120);
    static final Map<String, String> TEN_EVENTS =
            Map.of("o1", "1 in 2", "o2", "2 in 2", "o3", "3 in 2", "o4", "4 in 2", "o5", "5 in 2");

    final Shop shop;
    final EventStore store;
    final Projections projections;
    final Threads threads = new Threads();
    final List<ProjectionEngine> engines = new ArrayList<>();
    final ConcurrentLinkedQueue<ProjectionStatus> told = new ConcurrentLinkedQueue<>();
    UnitsByOrder model;

    ProjectionEngineGiven(TestDatabase database) {
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

    ProjectionConfig.Builder config() {
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

    ProjectionEngine started(Projections over, ProjectionConfig config, Projection projection) {
        ProjectionEngine engine = ProjectionEngine.with(over, config).add(projection);
        engines.add(engine);
        engine.start();
        return engine;
    }

    ProjectionEngine started(PoisonPolicy policy, Projection projection) {
        return started(projections, config().onPoison(policy).build(), projection);
    }

    void appendTenEvents() {
        for (int i = 1; i <= 5; i++) {
            store.append(order("o" + i), 0, List.of(placed("o" + i), units(i)));
        }
    }

    void awaitState(ProjectionEngine engine, State state) {
        await().atMost(SOON).until(() -> engine.status(NAME).state() == state);
    }

    UnitsByOrder failingAt(long position, AtomicInteger tries) {
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
}
