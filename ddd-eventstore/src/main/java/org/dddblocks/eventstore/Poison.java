package org.dddblocks.eventstore;

import java.time.Instant;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.SetAsideEvent.How;

/** An event that a projection cannot get past, and why. */
record Poison(
        long position,
        StreamId stream,
        long version,
        String typeName,
        int schemaVersion,
        boolean readable,
        Throwable cause) {
    static Poison of(ProjectionStoppedException e) {
        return new Poison(
                e.position(),
                e.stream(),
                e.version(),
                e.typeName(),
                e.schemaVersion(),
                true,
                e.getCause() == null ? e : e.getCause());
    }

    static Poison of(UnreadableEventException e) {
        return new Poison(e.position().orElse(0), e.stream(), e.version(), e.typeName(), e.schemaVersion(), false, e);
    }

    /** What nobody can read is never skipped for good: its stream waits for code that can. */
    How how(PoisonPolicy policy) {
        return policy == PoisonPolicy.SKIP && readable ? How.SKIPPED : How.PARKED;
    }

    SetAsideEvent setAside(String projection, How how, Instant at) {
        return new SetAsideEvent(
                projection, position, stream, version, typeName, schemaVersion, how, SetAsideTable.reason(cause), at);
    }

    @Override
    public String toString() {
        return "feed position %d (%s, event %d of %s)".formatted(position, typeName, version, stream);
    }
}
