package org.dddblocks.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * An event that has its place in its stream, but none in the feed yet.
 *
 * @param share what is known of an append with an id, on the first event of each of its streams
 */
record UncommittedEvent(
        EventEnvelope<DomainEvent> envelope,
        String payload,
        @Nullable Share share) {
    /** One stream of an append: which append, the how manieth stream, how many events. */
    record Share(UUID append, int part, int size) {}

    static List<UncommittedEvent> all(
            EncodedAppend append, EncodedAppend.Part part, List<EventEnvelope<DomainEvent>> envelopes) {
        List<UncommittedEvent> events = new ArrayList<>(envelopes.size());
        for (int i = 0; i < envelopes.size(); i++) {
            Share share = i > 0 || append.id() == null
                    ? null
                    : new Share(append.id(), append.parts().indexOf(part), part.size());
            events.add(
                    new UncommittedEvent(envelopes.get(i), part.events().get(i).payload(), share));
        }
        return events;
    }
}
