package org.dddblocks.eventstore;

import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;

/**
 * What an append wrote. Positions in the feed are not part of it: they are known once the transaction is committed.
 *
 * @param version the version of the first stream of the append now: that of its last event
 * @param events as stored, at least one; those of one stream in order, the streams in the order of the append
 */
public record Appended(long version, List<EventEnvelope<DomainEvent>> events) {
    /** Copies the list. */
    public Appended {
        events = List.copyOf(events);
    }

    /**
     * The result of an append; for authors of stores.
     *
     * @param events as stored, at least one, beginning with those of the first stream
     * @return the events, with the first stream's version
     */
    public static Appended of(List<EventEnvelope<DomainEvent>> events) {
        return new Appended(last(events, events.get(0).stream()), events);
    }

    /**
     * The version of one of the streams.
     *
     * @param stream one that was appended to
     * @return the version of its last event
     * @throws IllegalArgumentException if nothing was appended to it
     */
    public long version(StreamId stream) {
        return last(events, stream);
    }

    private static long last(List<EventEnvelope<DomainEvent>> events, StreamId stream) {
        return events.stream()
                .filter(event -> event.stream().equals(stream))
                .mapToLong(EventEnvelope::version)
                .max()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Nothing was appended to " + stream + " here. Ask for a stream of the append."));
    }
}
