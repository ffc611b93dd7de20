package org.dddblocks.eventstore;

import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.FeedSource;

/** Keeps what happened to each aggregate, in order, and refuses a writer who decided on an old state. */
public interface EventStore extends FeedSource {
    /**
     * Appends all of the events, or none; in the caller's transaction, or in one of its own.
     *
     * @param stream where to
     * @param expected the version the caller decided on; 0 for a stream that must not exist yet
     * @param events at least one
     * @return the events as stored
     * @throws org.dddblocks.persistence.ConflictException if another writer was first
     */
    Appended append(StreamId stream, long expected, List<? extends DomainEvent> events);

    /**
     * Reads a stream.
     *
     * @param stream which
     * @param afterVersion 0 for the whole stream
     * @return its events in order; empty for a stream nobody wrote to
     */
    List<EventEnvelope<DomainEvent>> read(StreamId stream, long afterVersion);
}
