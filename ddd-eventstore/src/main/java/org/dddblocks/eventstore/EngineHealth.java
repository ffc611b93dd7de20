package org.dddblocks.eventstore;

import java.util.List;

/**
 * Whether an engine can do its work.
 *
 * @param healthy false if a projection is retrying, stopped, or busy with one event for longer than the lease, or if a
 *     thread has ended that should not
 * @param projections each of them; the reason stands in {@link ProjectionStatus#trouble}
 */
public record EngineHealth(boolean healthy, List<ProjectionStatus> projections) {
    /** Copies the list. */
    public EngineHealth {
        projections = List.copyOf(projections);
    }
}
