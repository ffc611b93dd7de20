package org.dddblocks.architecture.snippets;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.dddblocks.architecture.snippets.OrderEvent.OrderPlaced;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.Appended;
import org.dddblocks.eventstore.EngineHealth;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.EventStoreMetrics;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.eventstore.PoisonPolicy;
import org.dddblocks.eventstore.Projection;
import org.dddblocks.eventstore.ProjectionConfig;
import org.dddblocks.eventstore.ProjectionEngine;
import org.dddblocks.eventstore.ProjectionStatus;
import org.dddblocks.eventstore.Projections;
import org.dddblocks.eventstore.SetAsideEvent;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PostgresWakeUps;

/** What the documents and the javadoc of projections show. */
abstract class ProjectionSnippets {
    void running(Database database, EventStore store, Projection openLines, Projection statistics)
            throws InterruptedException {
        Projections projections = Projections.on(database, store);
        try (ProjectionEngine engine = ProjectionEngine.with(
                        projections, ProjectionConfig.builder().build())
                .add(openLines)
                .add(statistics, PoisonPolicy.SKIP)) {
            engine.start();
            Thread.currentThread().join(); // until the process is asked to end
        }
    }

    void waiting(Projections projections, EventStore store, StreamId order, OrderEvent placed)
            throws InterruptedException {
        Appended appended = store.append(order, 0, List.of(placed));
        projections.awaitApplied("open-lines", order, appended.version(), Duration.ofSeconds(5));
    }

    void wakingOthers(Database database, DataSource twoMoreConnections, ProjectionEngine engine) {
        PostgresWakeUps wakeUps = PostgresWakeUps.start(database, twoMoreConnections); // a DataSource of its own
        engine.start();
        wakeUps.close();
    }

    void operating(Database database, Projections projections, ProjectionEngine engine, Projection openLines) {
        database.install(JdbcEventStore.schema(), ProjectionEngine.schema());

        EngineHealth health = engine.health();
        ProjectionStatus status = engine.status("open-lines");
        status.timeLeft().ifPresent(left -> log(status.position() + " of " + status.newest() + ", " + left + " left"));

        for (SetAsideEvent event : projections.setAside("open-lines", 0, 100)) {
            log(event.how() + " " + event.typeName() + ", event " + event.version() + " of " + event.stream());
        }
        engine.resume("open-lines"); // after the projection or the data was mended
        projections.rebuild(openLines); // applies everything again, also what was set aside
        log(String.valueOf(health.healthy()));
    }

    ProjectionConfig configuring(EventStoreMetrics metrics) {
        return ProjectionConfig.builder()
                .lease(Duration.ofSeconds(10))
                .pollEvery(Duration.ofMillis(200))
                .onPoison(PoisonPolicy.PARK)
                .metrics(metrics)
                .build();
    }

    abstract class PlacedOnly implements Projection {
        @Override
        public Set<Class<? extends DomainEvent>> events() {
            return Set.of(OrderPlaced.class);
        }
    }

    abstract void log(String line);
}
