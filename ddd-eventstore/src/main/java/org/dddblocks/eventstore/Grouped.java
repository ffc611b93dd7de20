package org.dddblocks.eventstore;

import java.util.ArrayList;
import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;

/** Puts together again what upcasters made of one stored event. */
final class Grouped {
    private final EventSink sink;
    private final long toVersion;
    private final List<DomainEvent> parts = new ArrayList<>();
    private long version;

    Grouped(EventSink sink, long toVersion) {
        this.sink = sink;
        this.toVersion = toVersion;
    }

    void add(EventEnvelope<DomainEvent> envelope) {
        if (envelope.version() > toVersion) {
            return;
        }
        if (envelope.version() != version) {
            end();
        }
        version = envelope.version();
        parts.add(envelope.event());
    }

    void end() {
        if (!parts.isEmpty()) {
            sink.stored(version, List.copyOf(parts));
            parts.clear();
        }
    }
}
