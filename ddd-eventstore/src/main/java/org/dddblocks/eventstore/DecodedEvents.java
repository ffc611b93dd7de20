package org.dddblocks.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.persistence.PayloadCodec;

/** What a stored event has become: one event, or as many as upcasters make of it. */
final class DecodedEvents {
    /** The random half of an id keeps its two highest bits, which say what kind of UUID it is. */
    private static final long RANDOM_BITS = -1L >>> 2;

    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    private DecodedEvents() {}

    static List<DomainEvent> of(PayloadCodec codec, String typeName, int schemaVersion, String payload) {
        List<Object> objects = codec.decodeAll(typeName, schemaVersion, payload);
        if (objects.size() == 1) { // nearly always
            return List.of((DomainEvent) objects.get(0));
        }
        List<DomainEvent> events = new ArrayList<>(objects.size());
        objects.forEach(object -> events.add((DomainEvent) object));
        return events;
    }

    /** Each part has an id of its own, the same at every read, so that who remembers ids forgets no part. */
    static UUID idOf(UUID stored, int part) {
        if (part == 0) {
            return stored;
        }
        long low = stored.getLeastSignificantBits();
        return new UUID(stored.getMostSignificantBits(), low & ~RANDOM_BITS | (low + part * STEP) & RANDOM_BITS);
    }
}
