package org.dddblocks.persistence;

import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.spi.Envelopes;
import org.jspecify.annotations.Nullable;

/** Hands a root's new events on, if anybody wants them. */
final class NewEvents {
    private final Envelopes envelopes;
    private final @Nullable RecordedEvents port;

    NewEvents(Envelopes envelopes, @Nullable RecordedEvents port) {
        this.envelopes = envelopes;
        this.port = port;
    }

    <E extends DomainEvent> void recorded(StreamId stream, long after, List<E> events) {
        if (port != null && !events.isEmpty()) {
            port.recorded(envelopes.wrap(stream, after, events));
        }
    }
}
