package org.dddblocks.architecture.snippets;

import java.time.Duration;
import java.util.List;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.Appended;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.PoisonPolicy;
import org.dddblocks.eventstore.Projection;
import org.dddblocks.eventstore.ProjectionConfig;
import org.dddblocks.eventstore.ProjectionEngine;
import org.dddblocks.eventstore.Projections;
import org.dddblocks.persistence.Database;

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
}
