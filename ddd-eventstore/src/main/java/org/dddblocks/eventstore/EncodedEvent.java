package org.dddblocks.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventIds;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.PayloadCodec;

/** An event as text, made before anything is written, so that what cannot be stored is refused in time. */
record EncodedEvent(UUID id, DomainEvent event, String typeName, int schemaVersion, String payload) {

    static List<EncodedEvent> all(StreamId stream, List<? extends DomainEvent> events, PayloadCodec codec) {
        List<EncodedEvent> encoded = new ArrayList<>(events.size());
        for (DomainEvent event : events) {
            EncodedEvent one = new EncodedEvent(
                    EventIds.next(),
                    event,
                    codec.typeName(event.getClass()),
                    codec.schemaVersion(event.getClass()),
                    codec.encode(event));
            Limits.encoded(stream, one);
            encoded.add(one);
        }
        return encoded;
    }
}
